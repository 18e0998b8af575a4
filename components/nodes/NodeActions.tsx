'use client'

import { Pencil, Plug, Trash2 } from 'lucide-react'
import { useEffect, useState } from 'react'
import { ApiFault } from '@/lib/client/fetcher'
import { useConnectionTest } from '@/lib/client/use-connection-test'
import { removeNode } from '@/lib/client/use-inventory'
import { useUrl } from '@/lib/client/use-url'
import type { ApiError } from '@/lib/model/error'
import { Button, ButtonLink } from '../ui/Button'
import { ConfirmDialog } from '../ui/Dialog'
import { ErrorLine } from '../ui/ErrorLine'
import { ConnectionTest } from './ConnectionTest'

const RemoveNode = ({ name }: { name: string }) => {
  const { go } = useUrl()
  const [asking, setAsking] = useState(false)
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<ApiError | null>(null)
  const remove = async () => {
    setBusy(true)
    try {
      await removeNode(name)
      go('/nodes')
    } catch (cause) {
      if (!(cause instanceof ApiFault)) throw cause
      setError(cause.error)
      setBusy(false)
    }
  }
  return (
    <>
      <Button look="danger" onClick={() => setAsking(true)}>
        <Trash2 aria-hidden className="size-4" />
        Remove
      </Button>
      <ConfirmDialog
        action="Remove"
        busy={busy}
        look="danger"
        onClose={() => setAsking(false)}
        onConfirm={remove}
        open={asking}
        title={`Remove ${name}?`}
      >
        <p>
          It is taken out of the inventory and no longer read. Its VTEP then shows as a ghost where others send to it.
        </p>
        <p>On the node itself nothing changes, what happened stays in the timeline, and its host key stays trusted.</p>
        {error !== null && <ErrorLine error={error} />}
      </ConfirmDialog>
    </>
  )
}

/** What can be done with a node: its connection tried, its key trusted, how it is reached changed, the node removed. `?test` runs the test at once. */
export const NodeActions = ({ name }: { name: string }) => {
  const { params, change } = useUrl()
  const { run, start } = useConnectionTest()
  const asked = params.has('test')
  useEffect(() => {
    if (asked) void start(name, null)
  }, [asked, name, start])
  const test = () => (asked ? start(name, null) : change({ test: '1' }))
  return (
    <div className="mt-4">
      <div className="flex gap-2">
        <Button disabled={run?.running} onClick={test}>
          <Plug aria-hidden className="size-4" />
          Test connection
        </Button>
        <ButtonLink href={`/nodes/${encodeURIComponent(name)}/edit`}>
          <Pencil aria-hidden className="size-4" />
          Change
        </ButtonLink>
        <RemoveNode name={name} />
      </div>
      {asked && (
        <section aria-label="Connection test" className="mt-4 max-w-xl rounded-md border border-line bg-surface p-4">
          <ConnectionTest name={name} node={null} onTrusted={test} run={run} />
        </section>
      )}
    </div>
  )
}
