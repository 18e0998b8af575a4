import type { ApiError } from '@/lib/model/error'
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

/** Before anything is in the inventory. */
export const FirstStart = () => (
  <Notice title="No nodes yet">
    <p>
      vxscope reads your VXLAN nodes over SSH; nothing is installed on them. Name them in{' '}
      <span className="mono text-ink">vxscope.yaml</span>, in the directory it was started from:
    </p>
    <CodeBlock code={FIRST_INVENTORY} what="inventory" />
    <p>The file is read again when it changes. A node whose host key isn’t known yet is asked about with:</p>
    <CodeBlock code="npx vxscope trust vyos01" what="command" />
  </Notice>
)

export const Connecting = () => (
  <div className="grid h-full place-items-center" role="status">
    <p className="text-ink-2">Asking the server for the overlay</p>
  </div>
)

export const NoAnswer = ({ error }: { error: ApiError }) => (
  <Notice title={error.message} tone={error.code === 'starting' ? 'plain' : 'bad'}>
    <p>{error.hint}</p>
    <p className="mono text-ink-3">{error.code}</p>
  </Notice>
)
