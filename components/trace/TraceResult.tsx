'use client'

import clsx from 'clsx'
import { CircleCheck, CircleHelp, CircleX, RotateCw } from 'lucide-react'
import { noAnswerWords, type VerdictTone, verdictWords, whyWords } from '@/lib/client/trace-words'
import { useMoment } from '@/lib/client/use-moment'
import type { TraceAnswer } from '@/lib/model/trace'
import { ReadAt } from '../shared/ReadAt'
import { Button } from '../ui/Button'
import { PageLink } from '../ui/PageLink'
import { WaySteps } from './WaySteps'
import { WireLine } from './WireLine'

const ICON: Record<VerdictTone, typeof CircleCheck> = { ok: CircleCheck, warn: CircleHelp, bad: CircleX }
const INK: Record<VerdictTone, string> = { ok: 'text-ok', warn: 'text-warn', bad: 'text-bad' }

/** The way through the graph, as its page takes it. */
const graphHref = ({ vni, from, to }: TraceAnswer): string =>
  `/?${new URLSearchParams({ vni: String(vni), trace: `${from.asked}>${to.asked}`, view: 'graph' })}`

const Findings = ({ findings }: Pick<TraceAnswer, 'findings'>) => (
  <section aria-label="What the checks say" className="border-line border-t px-4 py-4">
    <h2 className="mb-2 font-semibold">What the checks say of what it passes</h2>
    <ul className="space-y-1">
      {findings.map(({ id, severity, verdict }) => (
        <li className="[overflow-wrap:anywhere]" key={id}>
          <span className={severity === 'error' ? 'text-bad' : 'text-warn'}>{severity}</span> {verdict}
        </li>
      ))}
    </ul>
    <p className="mt-2">
      <PageLink href="/checks">All findings, and what mends them</PageLink>
    </p>
  </section>
)

/** What becomes of the frame: verdict, both ways as lines, then step by step with proof. */
export const TraceResult = ({ trace, onAgain }: { trace: TraceAnswer; onAgain: () => void }) => {
  const { tone, text } = verdictWords(trace)
  const past = useMoment() !== null
  const Icon = ICON[tone]
  return (
    <>
      <section aria-label="Verdict" className="border-line border-b px-4 py-4">
        <div className="mb-4 flex items-start gap-2.5" role="status">
          <Icon aria-hidden className={clsx('mt-0.5 size-5 shrink-0', INK[tone])} />
          <div className="min-w-0 flex-1">
            <h2 className="font-semibold text-title [overflow-wrap:anywhere]">{text}</h2>
            <p className="text-ink-2 [overflow-wrap:anywhere]">{whyWords(trace)}</p>
          </div>
          <div className="flex shrink-0 items-center gap-3">
            {!past && (
              <span className="hidden text-ink-3 text-small sm:inline">
                <ReadAt at={trace.now} word="traced" />
              </span>
            )}
            <PageLink href={graphHref(trace)}>On the graph</PageLink>
            {!past && (
              <Button aria-label="Trace again" look="icon" onClick={onAgain} title="Trace again">
                <RotateCw aria-hidden className="size-4" />
              </Button>
            )}
          </div>
        </div>
        <WireLine trace={trace} />
      </section>
      <div className="grid gap-x-8 gap-y-6 px-4 py-4 lg:grid-cols-2">
        <section aria-label="There">
          <h2 className="mb-2.5 font-semibold">There</h2>
          <WaySteps label="Steps there" way={trace} />
        </section>
        <section aria-label="Back">
          <h2 className="mb-2.5 font-semibold">Back</h2>
          {trace.back ? (
            <WaySteps label="Steps back" way={trace.back} />
          ) : (
            <p className="text-ink-2">{noAnswerWords(trace)}</p>
          )}
        </section>
      </div>
      {trace.findings.length > 0 && <Findings findings={trace.findings} />}
    </>
  )
}
