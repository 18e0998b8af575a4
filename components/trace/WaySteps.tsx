import clsx from 'clsx'
import { ArrowDown, ArrowRight, CircleCheck, CircleHelp, CircleX, Split } from 'lucide-react'
import type { ReactNode } from 'react'
import { formatExact } from '@/lib/client/time'
import { byNode } from '@/lib/client/trace-words'
import type { Evidence } from '@/lib/model/overlay'
import type { Hop, HopOutcome, TraceWay } from '@/lib/model/trace'
import { PageLink } from '../ui/PageLink'

const ICON: Record<HopOutcome, typeof ArrowDown> = {
  ...{ goes: ArrowDown, unicast: ArrowRight, flood: Split },
  ...{ here: CircleCheck, breaks: CircleX, unknown: CircleHelp },
}
const INK: Record<HopOutcome, string> = {
  ...{ goes: 'text-ink-3', unicast: 'text-accent', flood: 'text-accent' },
  ...{ here: 'text-ok', breaks: 'text-bad', unknown: 'text-warn' },
}
const MEANS: Record<HopOutcome, string> = {
  ...{ goes: 'goes on', unicast: 'unicast', flood: 'flooded' },
  ...{ here: 'arrived', breaks: 'ends here', unknown: 'not known' },
}

const Line = ({ command, text, rendered, readAt }: Evidence) => (
  <code
    className="mono block text-ink-2 text-small [overflow-wrap:anywhere]"
    title={`${command}${rendered ? ', in iproute2’s line form' : ', as printed'}, read ${formatExact(Date.parse(readAt))}`}
  >
    {text}
  </code>
)

const Step = ({ hop, finding }: { hop: Hop; finding: ReactNode }) => {
  const { outcome, decision, evidence } = hop
  const Icon = ICON[outcome]
  return (
    <li className="flex gap-2.5">
      <Icon aria-label={MEANS[outcome]} className={clsx('mt-0.5 size-4 shrink-0', INK[outcome])} role="img" />
      <div className="min-w-0 flex-1 space-y-0.5">
        <p className={clsx('[overflow-wrap:anywhere]', outcome === 'breaks' && 'font-medium')}>{decision}</p>
        {evidence.map(each => (
          <Line key={`${each.node} ${each.text}`} {...each} />
        ))}
        {outcome === 'breaks' && finding}
      </div>
    </li>
  )
}

/** One way of a frame, node by node, each step with the lines it is believed by. */
export const WaySteps = ({ way, label }: { way: TraceWay; label: string }) => (
  <ol aria-label={label} className="space-y-4">
    {byNode(way.hops).map(({ node, hops }, index) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: a way may pass one node twice
      <li key={`${node} ${index}`}>
        {node !== '' && (
          <p className="mb-1.5 font-medium">
            <PageLink href={`/nodes/${encodeURIComponent(node)}`}>{node}</PageLink>
          </p>
        )}
        <ol className="space-y-2 border-line border-l pl-3">
          {hops.map(hop => (
            <Step
              finding={
                way.broken?.finding != null && (
                  <p className="text-small">
                    Found by the checks:{' '}
                    <PageLink href="/checks" inText>
                      {way.broken.finding.split('/')[0]}
                    </PageLink>
                  </p>
                )
              }
              hop={hop}
              key={`${hop.step} ${hop.decision}`}
            />
          ))}
        </ol>
      </li>
    ))}
  </ol>
)
