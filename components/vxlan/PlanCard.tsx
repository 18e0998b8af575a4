import { Info, TriangleAlert } from 'lucide-react'
import { actionWords, isOverlayWarning, METHOD_WORD, PERSIST_MEANS } from '@/lib/client/vxlan/words'
import type { Expect, PlanNode, PlanWarning } from '@/lib/model/plan'
import { Badge } from '../ui/Badge'
import { CodeBlock } from '../ui/CodeBlock'

const valueWords = (value: unknown): string => {
  if (value === null) return 'none'
  if (Array.isArray(value)) return value.length === 0 ? 'none' : value.join(', ')
  return typeof value === 'boolean' ? (value ? 'yes' : 'no') : String(value)
}

/** What must be true of the device, field by field, with what it was where that differs. */
const Expected = ({ expect, before }: { expect: Expect; before: Expect }) => {
  if (!expect.exists) return <p className="text-ink-2">There is no {expect.ifname} any more.</p>
  const was: Record<string, unknown> = before.exists ? before : {}
  return (
    <dl className="mono grid grid-cols-[max-content_1fr] gap-x-4 gap-y-0.5">
      {Object.entries(expect)
        .filter(([field]) => field !== 'exists')
        .map(([field, value]) => {
          const [now, then] = [valueWords(value), before.exists ? valueWords(was[field]) : null]
          return (
            <div className="contents" key={field}>
              <dt className="text-ink-3">{field}</dt>
              <dd className="min-w-0 [overflow-wrap:anywhere]">
                {now}
                {then !== null && field in was && then !== now && <span className="text-warn"> was {then}</span>}
              </dd>
            </div>
          )
        })}
    </dl>
  )
}

const diffInk = (line: string): string => {
  if (/^(?:---|\+\+\+) /.test(line)) return 'text-ink-3'
  if (/^(?:\+|set )/.test(line)) return 'text-ok'
  return /^(?:-|delete )/.test(line) ? 'text-bad' : 'text-ink-2'
}

const Diff = ({ diff }: { diff: string }) => (
  <pre className="mono overflow-x-auto rounded-md border border-line bg-sunken px-3 py-2">
    {diff.split('\n').map((line, index) => (
      <span
        className={diffInk(line)}
        // biome-ignore lint/suspicious/noArrayIndexKey: a line may come twice, and has no other identity
        key={index}
      >
        {line}
        {'\n'}
      </span>
    ))}
  </pre>
)

export const Warnings = ({ warnings }: { warnings: readonly PlanWarning[] }) => {
  const ofOverlay = warnings.filter(isOverlayWarning)
  const others = warnings.filter(each => !isOverlayWarning(each))
  return (
    <>
      {ofOverlay.length > 0 && (
        <ul
          aria-label="Warnings about the overlay"
          className="space-y-1 rounded-md border border-warn/45 bg-warn-soft px-3 py-2"
        >
          {ofOverlay.map(({ field, message }) => (
            <li className="flex gap-2" key={`${field} ${message}`}>
              <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-warn" />
              <span>
                {field !== null && <span className="font-medium">{field}: </span>}
                {message}
              </span>
            </li>
          ))}
        </ul>
      )}
      {others.length > 0 && (
        <ul aria-label="To know" className="space-y-1 text-ink-2">
          {others.map(({ field, message }) => (
            <li className="flex gap-2" key={`${field} ${message}`}>
              <Info aria-hidden className="mt-0.5 size-4 shrink-0 text-ink-3" />
              <span>{message}</span>
            </li>
          ))}
        </ul>
      )}
    </>
  )
}

const Lines = ({
  title,
  lines,
  what,
  none,
}: {
  title: string
  lines: readonly string[]
  what: string
  none: string
}) => (
  <div className="min-w-0">
    <h4 className="mb-1 font-medium text-ink-2 text-small">{title}</h4>
    {lines.length === 0 ? <p className="text-ink-3">{none}</p> : <CodeBlock code={lines.join('\n')} what={what} />}
  </div>
)

/** What one node is told, how that is undone, and what must be true afterwards. */
export const PlanCard = ({ plan }: { plan: PlanNode }) => (
  <section aria-label={plan.node} className="rounded-lg border border-line bg-surface">
    <header className="flex flex-wrap items-baseline gap-x-3 gap-y-1 border-line border-b px-4 py-2.5">
      <h3 className="font-semibold">{plan.node}</h3>
      <Badge tone={plan.action === 'delete' ? 'bad' : 'accent'}>{actionWords(plan)}</Badge>
      <span className="text-ink-2 text-small">by {METHOD_WORD[plan.method]}</span>
      {plan.persist !== 'none' && plan.action !== 'delete' && (
        <span className="text-ink-3 text-small">{PERSIST_MEANS[plan.persist]}</span>
      )}
    </header>
    <div className="space-y-3 px-4 py-3">
      <Warnings warnings={plan.warnings} />
      <div className="grid gap-4 lg:grid-cols-2">
        <Lines
          lines={plan.commands}
          none="None: it is as it should be."
          title="Runs, in this order"
          what={`commands for ${plan.node}`}
        />
        <Lines lines={plan.undo} none="Nothing to undo." title="Would be undone by" what={`undo for ${plan.node}`} />
      </div>
      <div className="grid gap-x-4 gap-y-2 lg:grid-cols-2">
        <details>
          <summary className="text-ink-2">What must be true afterwards</summary>
          <div className="mt-2">
            <Expected before={plan.before} expect={plan.expect} />
          </div>
        </details>
        {plan.diff !== '' && (
          <details>
            <summary className="text-ink-2">Difference in its configuration</summary>
            <div className="mt-2">
              <Diff diff={plan.diff} />
            </div>
          </details>
        )}
      </div>
    </div>
  </section>
)
