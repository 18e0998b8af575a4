'use client'

import { BellOff } from 'lucide-react'
import { useId, useRef, useState } from 'react'
import { ApiFault } from '@/lib/client/fetcher'
import { SILENCE_SCOPES, SILENCE_TIMES, type SilenceScope, scopeWords, silenced } from '@/lib/client/finding-words'
import { serverNow } from '@/lib/client/server-clock'
import { addSilence } from '@/lib/client/use-silences'
import type { ApiError } from '@/lib/model/error'
import type { ToldFinding } from '@/lib/model/finding'
import { ConfirmDialog } from '../ui/Dialog'
import { ErrorLine } from '../ui/ErrorLine'
import { Field, Input, Select } from '../ui/Field'

const DAY = 2

/** Asks what is to be silenced, why and for how long. */
const SilenceDialog = ({ finding, onClose }: { finding: ToldFinding; onClose: () => void }) => {
  const reasonField = useRef<HTMLInputElement>(null)
  const [scope, setScope] = useState<SilenceScope>('finding')
  const [reason, setReason] = useState('')
  const [time, setTime] = useState(DAY)
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<ApiError | null>(null)
  const [tried, setTried] = useState(false)
  const id = useId()
  const lacks = reason.trim() === ''
  const send = async () => {
    setTried(true)
    if (lacks) {
      reasonField.current?.focus()
      return
    }
    const now = serverNow()
    // There is no finding before an answer told the server's time.
    if (now === null) return
    setBusy(true)
    try {
      const until = new Date(now + (SILENCE_TIMES[time]?.ms ?? 0)).toISOString()
      await addSilence({ ...silenced(scope, finding), reason: reason.trim(), until })
      onClose()
    } catch (cause) {
      if (!(cause instanceof ApiFault)) throw cause
      setError(cause.error)
      setBusy(false)
    }
  }
  return (
    <ConfirmDialog
      action="Silence"
      busy={busy}
      focus={reasonField}
      onClose={onClose}
      onConfirm={() => void send()}
      open
      title="Silence a finding"
    >
      <p className="[overflow-wrap:anywhere]">{finding.verdict}</p>
      <form
        className="space-y-3 pt-2 text-ink"
        id={id}
        onSubmit={event => {
          event.preventDefault()
          void send()
        }}
      >
        <Field error={tried && lacks ? 'Say why, in a sentence.' : undefined} label="Why">
          <Input
            exact={false}
            maxLength={500}
            onChange={event => setReason(event.target.value)}
            placeholder="maintenance of the underlay, ticket 4711"
            ref={reasonField}
            value={reason}
          />
        </Field>
        <Field label="What">
          <Select
            onChange={event => setScope(SILENCE_SCOPES.find(each => each === event.target.value) ?? 'finding')}
            value={scope}
          >
            {SILENCE_SCOPES.map(each => (
              <option key={each} value={each}>
                {scopeWords(each, finding)}
              </option>
            ))}
          </Select>
        </Field>
        <Field hint="Then it is told of again by itself." label="For">
          <Select onChange={event => setTime(Number(event.target.value))} value={time}>
            {SILENCE_TIMES.map(({ label }, index) => (
              <option key={label} value={index}>
                {label}
              </option>
            ))}
          </Select>
        </Field>
      </form>
      {error !== null && <ErrorLine error={error} />}
    </ConfirmDialog>
  )
}

/** The way to silence a finding. */
export const SilenceButton = ({ finding }: { finding: ToldFinding }) => {
  const [asking, setAsking] = useState(false)
  return (
    <>
      <button
        className="inline-flex items-center gap-1 text-ink-2 hover:text-ink hover:underline"
        onClick={() => setAsking(true)}
        type="button"
      >
        <BellOff aria-hidden className="size-3.5" />
        Silence
      </button>
      {asking && <SilenceDialog finding={finding} onClose={() => setAsking(false)} />}
    </>
  )
}
