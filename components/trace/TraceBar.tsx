'use client'

import { Route, X } from 'lucide-react'
import type { ApiFault } from '@/lib/client/fetcher'
import { traceHref, verdictWords } from '@/lib/client/trace-words'
import type { TraceQuestion } from '@/lib/client/use-trace'
import type { TraceAnswer } from '@/lib/model/trace'
import { Button } from '../ui/Button'
import { PageLink } from '../ui/PageLink'

interface Props {
  question: TraceQuestion
  trace: TraceAnswer | undefined
  fault: ApiFault | undefined
  onClose: () => void
}

/** Which trace is drawn, and what came of it. */
export const TraceBar = ({ question, trace, fault, onClose }: Props) => (
  <section
    aria-label="Trace"
    className="flex shrink-0 items-center gap-3 border-line border-b bg-accent-soft px-4 py-1.5"
  >
    <Route aria-hidden className="size-4 shrink-0 text-accent" />
    <p className="min-w-0 flex-1 truncate" role="status">
      <span className="mono">{question.from}</span> → <span className="mono">{question.to}</span>{' '}
      <span className="font-medium">{trace ? verdictWords(trace).text : (fault?.error.message ?? '…')}</span>
    </p>
    <PageLink href={traceHref(question)}>Steps</PageLink>
    <Button aria-label="Close the trace" look="icon" onClick={onClose}>
      <X aria-hidden className="size-4" />
    </Button>
  </section>
)
