import clsx from 'clsx'
import { ShieldCheck, TriangleAlert } from 'lucide-react'
import { listWords } from '@/lib/client/vxlan/devices'
import { pathWords } from '@/lib/client/vxlan/words'
import type { NodeOptions } from '@/lib/model/node-options'
import type { Plan } from '@/lib/model/plan'

interface Props {
  plan: Plan
  options: ReadonlyMap<string, NodeOptions>
  /** Some of the nodes are being asked. */
  asking: boolean
}

/** By which way each node is reached, and that the plan leaves it alone. */
const Ways = ({ plan, options, asking }: Props) => (
  <ul className="mt-1 flex flex-wrap gap-x-5 gap-y-0.5">
    {plan.nodes.map(({ node }) => {
      const known = options.get(node)
      return (
        <li key={node}>
          {node}{' '}
          <span className="mono text-ink-2">
            {known !== undefined ? pathWords(known) : asking ? 'asking it…' : 'not told'}
          </span>
        </li>
      )
    })}
  </ul>
)

/** What stands between a mistake and a node that can't be reached any more. */
export const Safety = ({ plan, options, asking }: Props) => {
  const unknown = plan.nodes.flatMap(({ node }) => {
    const path = options.get(node)?.path
    return path === undefined ? (asking ? [] : [node]) : path.server === null && path.dev === null ? [node] : []
  })
  const warns = unknown.length > 0
  const Icon = warns ? TriangleAlert : ShieldCheck
  return (
    <section
      aria-label="What protects the nodes"
      className="flex gap-3 rounded-lg border border-line bg-surface px-4 py-3"
    >
      <Icon
        aria-hidden
        className={clsx('mt-0.5 size-5 shrink-0', warns ? 'text-warn' : asking ? 'text-ink-3' : 'text-ok')}
      />
      <div className="min-w-0 space-y-2">
        <div>
          <p className="font-medium">
            {warns
              ? `By which way we reach ${listWords(unknown)} isn’t known: whether this touches it could not be checked.`
              : asking
                ? 'Asking by which way we reach each node: the plan leaves it alone.'
                : 'The way by which we reach each node is left alone.'}
          </p>
          <Ways asking={asking} options={options} plan={plan} />
        </div>
        <p className="text-ink-2">
          Nothing but the lines below runs, and only while each node is still as it was when this was planned. The undo
          is put on the node before the first of them: when the connection is lost or what comes out is not as planned,
          the node goes back by itself.
        </p>
      </div>
    </section>
  )
}
