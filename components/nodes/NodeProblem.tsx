'use client'

import { useMay } from '@/lib/client/use-me'
import type { ApiError } from '@/lib/model/error'
import { CodeBlock } from '../ui/CodeBlock'
import { Notice } from '../ui/Notice'
import { PageLink } from '../ui/PageLink'

const TRUST_CODES: readonly string[] = ['hostKeyUnknown', 'hostKeyChanged']

/** Why a node doesn't answer, what it means, and the command that mends it where there is one. */
export const NodeProblem = ({ name, error }: { name: string; error: ApiError }) => {
  const mayTrust = useMay('admin')
  return (
    <Notice size="line" title={error.message} tone={error.code === 'hostKeyChanged' ? 'bad' : 'warn'}>
      <p className="mt-1 whitespace-pre-line [overflow-wrap:anywhere]">{error.hint}</p>
      {TRUST_CODES.includes(error.code) && (
        <div className="mt-2 space-y-2">
          {mayTrust && (
            <p>
              <PageLink href={`/nodes/${encodeURIComponent(name)}?test=1`}>Compare the key and trust it here</PageLink>
            </p>
          )}
          <CodeBlock code={`npx vxscope trust ${name}`} what="command" />
        </div>
      )}
      <p className="mono mt-1 text-ink-3">{error.code}</p>
    </Notice>
  )
}
