'use client'

import { type ReactNode, useId } from 'react'
import type { Evidence } from '@/lib/client/evidence'
import { ErrorLine } from '../ui/ErrorLine'

interface Props {
  name: string
  /** What it does, and what it doesn't. */
  lead: ReactNode
  controls: ReactNode
  /** `null` until it was begun. */
  evidence: Evidence | null
  /** How it stands, in a few words; empty where what is shown says so. */
  state: (evidence: Evidence) => string
  children: ReactNode
}

/** What is done on nodes to see how a frame goes: how to begin it, how it stands, and what it has shown. */
export const EvidencePanel = ({ name, lead, controls, evidence, state, children }: Props) => {
  const title = useId()
  return (
    <section aria-labelledby={title} className="space-y-3">
      <div className="flex flex-wrap items-end justify-between gap-3">
        <div className="min-w-0 max-w-2xl">
          <h2 className="font-semibold text-title" id={title}>
            {name}
          </h2>
          <p className="text-ink-2">{lead}</p>
        </div>
        <div className="flex gap-2">{controls}</div>
      </div>
      {evidence?.error && <ErrorLine error={evidence.error} tone="warn" />}
      {evidence && (
        <p aria-live="polite" className="text-ink-2 empty:hidden">
          {state(evidence)}
        </p>
      )}
      {children}
    </section>
  )
}
