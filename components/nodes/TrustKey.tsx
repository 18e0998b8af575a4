'use client'

import { useState } from 'react'
import { ApiFault } from '@/lib/client/fetcher'
import { hostKeyFile } from '@/lib/client/test-words'
import { trustKey } from '@/lib/client/use-connection-test'
import type { ApiError } from '@/lib/model/error'
import type { InventoryNode } from '@/lib/model/inventory'
import type { ShownKey } from '@/lib/model/nodes-api'
import { Button } from '../ui/Button'
import { CodeBlock } from '../ui/CodeBlock'
import { ErrorLine } from '../ui/ErrorLine'
import { Fact, Facts } from '../ui/Facts'
import { Notice } from '../ui/Notice'

interface Props {
  name: string
  /** Given where the node isn't in the inventory as it is tested. */
  node: InventoryNode | null
  /** Whose key it is: the node's, or a jump host's. */
  host: string
  shown: ShownKey
  onTrusted: () => void
}

const Changed = ({ shown }: { shown: ShownKey }) => (
  <Notice size="line" title="This is not the key that was trusted before" tone="bad">
    Either the host was set up anew, or somebody stands between you and it. Find out which before you trust it.
    {shown.where !== null && (
      <>
        {' '}
        The old key stands at <span className="mono">{shown.where}</span>.
      </>
    )}
  </Notice>
)

const useTrust = ({ name, node, host, shown, onTrusted }: Props) => {
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<ApiError | null>(null)
  const trust = async () => {
    setBusy(true)
    setError(null)
    try {
      await trustKey(name, node, host, shown.fingerprint)
      onTrusted()
    } catch (cause) {
      if (!(cause instanceof ApiFault)) throw cause
      setError(cause.error)
    } finally {
      setBusy(false)
    }
  }
  return { busy, error, trust }
}

/** A key that isn't trusted: what it is, how to compare it, and the way to trust it. */
export const TrustKey = (props: Props) => {
  const { host, shown } = props
  const { busy, error, trust } = useTrust(props)
  const changed = shown.verdict === 'changed'
  return (
    <div className="mt-2 space-y-3 rounded-md border border-line bg-surface p-3">
      {changed && <Changed shown={shown} />}
      <Facts>
        <Fact name={changed ? 'now offers' : 'offers'}>
          <span className="mono break-all text-ink">{shown.fingerprint}</span>{' '}
          <span className="whitespace-nowrap text-ink-3 text-small">{shown.algorithm}</span>
        </Fact>
        {shown.known.length > 0 && (
          <Fact name={changed ? 'was' : 'others known'}>
            <span className="mono break-all">{shown.known.join(', ')}</span>
          </Fact>
        )}
      </Facts>
      <div>
        <p className="mb-1 text-ink-2">
          Compare: on {host} itself, on its console or by a way you trust already, this must print the same.
        </p>
        <CodeBlock code={`ssh-keygen -lf ${hostKeyFile(shown.algorithm)}`} what="command" />
      </div>
      <Button disabled={busy} look={changed ? 'danger' : 'primary'} onClick={trust}>
        This is its key: trust it
      </Button>
      {error !== null && <ErrorLine error={error} />}
    </div>
  )
}
