'use client'

import { Plus } from 'lucide-react'
import { useWhyNot } from '@/lib/client/use-me'
import type { ApiError } from '@/lib/model/error'
import { ButtonLink } from '../ui/Button'
import { CodeBlock } from '../ui/CodeBlock'
import { Notice } from '../ui/Notice'

const FIRST_INVENTORY = `defaults:
  user: vyos
  identityFile: ~/.ssh/id_ed25519
nodes:
  - name: vyos01
    host: 10.0.0.254
  - name: ubuntu
    host: 10.0.0.1
    user: ops`

const Ways = () => (
  <>
    <div className="flex flex-col items-start gap-2">
      <ButtonLink href="/nodes/-/add" look="primary">
        <Plus aria-hidden className="size-4" />
        Add your first node
      </ButtonLink>
      <ButtonLink href="/nodes/-/import">Import from ssh config</ButtonLink>
      <ButtonLink href="/nodes/-/import?from=ansible">Import an Ansible inventory</ButtonLink>
    </div>
    <details>
      <summary>Or write the inventory by hand</summary>
      <div className="mt-2 space-y-2">
        <p>
          <span className="mono text-ink">vxscope.yaml</span>, in the directory it was started from, is read again when
          it changes:
        </p>
        <CodeBlock code={FIRST_INVENTORY} what="inventory" />
      </div>
    </details>
  </>
)

/** Before anything is in the inventory. */
export const FirstStart = () => {
  const why = useWhyNot('admin')
  return (
    <Notice title="No nodes yet">
      <p>
        vxscope reads your VXLAN nodes over SSH and draws how they are connected. Nothing is installed on them and
        nothing is changed.
      </p>
      {why === null ? <Ways /> : <p>Adding nodes: {why}</p>}
    </Notice>
  )
}

/** Where three VTEPs and their group may stand in a moment. */
const Outline = () => (
  <svg aria-hidden className="h-32 w-64 motion-safe:animate-pulse" fill="none" viewBox="0 0 256 128">
    <path className="stroke-line-strong" d="M48 24 128 96M208 24 128 96M48 24H208" strokeDasharray="3 4" />
    {[
      [48, 24],
      [208, 24],
      [128, 96],
    ].map(([x = 0, y = 0]) => (
      <rect
        className="fill-surface stroke-line-strong"
        height="28"
        key={`${x} ${y}`}
        rx="6"
        width="80"
        x={x - 40}
        y={y - 14}
      />
    ))}
  </svg>
)

export const Connecting = () => (
  <div className="grid h-full place-items-center" role="status">
    <div className="flex flex-col items-center gap-4">
      <Outline />
      <p className="text-ink-2">Asking the server for the overlay</p>
    </div>
  </div>
)

export const NoAnswer = ({ error }: { error: ApiError }) => (
  <Notice title={error.message} tone={error.code === 'starting' ? 'plain' : 'bad'}>
    <p>{error.hint}</p>
    <p className="mono text-ink-3">{error.code}</p>
  </Notice>
)
