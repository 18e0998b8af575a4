import { ShieldCheck, TriangleAlert } from 'lucide-react'
import { pathWords } from '@/lib/client/vxlan/words'
import type { NodeOptions } from '@/lib/model/node-options'
import type { Plan } from '@/lib/model/plan'

/** By which way each node is reached, and that the plan leaves it alone. */
const Ways = ({ plan, options }: { plan: Plan; options: ReadonlyMap<string, NodeOptions> }) => (
  <ul className="mt-1 flex flex-wrap gap-x-5 gap-y-0.5">
    {plan.nodes.map(({ node }) => {
      const known = options.get(node)
      return (
        <li key={node}>
          {node} <span className="mono text-ink-2">{known === undefined ? 'not told' : pathWords(known)}</span>
        </li>
      )
    })}
  </ul>
)

/** What stands between a mistake and a node that can't be reached any more. */
export const Safety = ({ plan, options }: { plan: Plan; options: ReadonlyMap<string, NodeOptions> }) => {
  const unknown = plan.nodes.filter(({ node }) => {
    const path = options.get(node)?.path
    return path === undefined || (path.server === null && path.dev === null)
  })
  const Icon = unknown.length > 0 ? TriangleAlert : ShieldCheck
  return (
    <section
      aria-label="What protects the nodes"
      className="flex gap-3 rounded-lg border border-line bg-surface px-4 py-3"
    >
      <Icon
        aria-hidden
        className={unknown.length > 0 ? 'mt-0.5 size-5 shrink-0 text-warn' : 'mt-0.5 size-5 shrink-0 text-ok'}
      />
      <div className="min-w-0 space-y-2">
        <div>
          <p className="font-medium">
            {unknown.length > 0
              ? `By which way we reach ${unknown.map(({ node }) => node).join(', ')} isn’t known: whether this touches it could not be checked.`
              : 'The way by which we reach each node is left alone.'}
          </p>
          <Ways options={options} plan={plan} />
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
