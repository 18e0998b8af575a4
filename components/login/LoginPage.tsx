'use client'

import { useSearchParams } from 'next/navigation'
import { type FormEvent, useEffect, useRef, useState } from 'react'
import { ApiFault } from '@/lib/client/fetcher'
import { nextPage } from '@/lib/client/next-page'
import { logIn, useMe } from '@/lib/client/use-me'
import type { ApiError } from '@/lib/model/error'
import { Button } from '../ui/Button'
import { ErrorLine } from '../ui/ErrorLine'
import { Field, Input } from '../ui/Field'
import { Mark } from '../ui/Mark'

/** Who is logged in already, or need not log in, goes on: a cookie is not sent when another site's link led here. */
const useGoOn = (): (() => void) => {
  const next = useSearchParams().get('next')
  const goOn = () => window.location.replace(nextPage(next, window.location.origin))
  const known = useMe() !== undefined
  const latest = useRef(goOn)
  latest.current = goOn
  useEffect(() => {
    if (known) latest.current()
  }, [known])
  return goOn
}

export const LoginPage = () => {
  const goOn = useGoOn()
  const [name, setName] = useState('')
  const [password, setPassword] = useState('')
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<ApiError | null>(null)
  const field = useRef<HTMLInputElement>(null)
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    setBusy(true)
    try {
      await logIn(name.trim(), password)
      goOn()
    } catch (cause) {
      if (!(cause instanceof ApiFault)) throw cause
      setError(cause.error)
      setPassword('')
      setBusy(false)
      field.current?.focus()
    }
  }
  return (
    <main className="grid min-h-dvh place-items-center p-4">
      <form
        aria-label="Log in"
        className="w-full max-w-sm rounded-lg border border-line bg-surface p-6 shadow-high"
        noValidate
        onSubmit={submit}
      >
        <div className="mb-5 flex items-center gap-3">
          <Mark className="size-8" />
          <h1 className="font-semibold text-title">Log in to vxscope</h1>
        </div>
        {error !== null && (
          <div className="mb-4">
            <ErrorLine error={error} />
          </div>
        )}
        <div className="space-y-4">
          <Field label="Name">
            <Input
              autoComplete="username"
              autoFocus
              exact={false}
              name="username"
              onChange={event => setName(event.target.value)}
              value={name}
            />
          </Field>
          <Field label="Password">
            <Input
              autoComplete="current-password"
              exact={false}
              name="password"
              onChange={event => setPassword(event.target.value)}
              ref={field}
              type="password"
              value={password}
            />
          </Field>
        </div>
        <Button
          className="mt-6 w-full justify-center"
          disabled={busy || name.trim() === '' || password === ''}
          look="primary"
          type="submit"
        >
          {busy ? 'Checking…' : 'Log in'}
        </Button>
        <p className="mt-4 text-ink-3 text-small">
          No login, or forgotten? Who looks after this server helps with <code className="mono">vxscope user</code>.
        </p>
      </form>
    </main>
  )
}
