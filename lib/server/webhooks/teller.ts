import { z } from 'zod'
import { Severity, type ToldFinding } from '@/lib/model/finding'
import { Iso } from '@/lib/model/overlay'

/** What a receiver is told of a finding, and what is kept of it over a restart. */
export const Alert = z.object({
  id: z.string(),
  check: z.string(),
  severity: Severity,
  subject: z.string(),
  verdict: z.string(),
  since: Iso,
  fix: z.array(z.object({ node: z.string(), commands: z.array(z.string()) })),
})
export type Alert = z.infer<typeof Alert>

export interface Telling {
  kind: 'findingOpened' | 'findingClosed'
  alert: Alert
}

/** What goes to and fro is told so often in so long a time, and then as it stands when that is over. */
const FLAP_TELLINGS = 4
const FLAP_WITHIN_MS = 600_000
/** After a start nodes are read one after the other: until then nobody knows that a finding is over. */
const START_MS = 120_000

const WORST: Record<Severity, number> = { error: 0, warning: 1, info: 2 }

const alertOf = ({ id, check, severity, subject, verdict, since, fix }: ToldFinding): Alert => ({
  ...{ id, check, severity, subject, verdict, since, fix },
})

/**
 * What one receiver has been told, and what it is to be told next. It compares how things stand, so that what comes and goes
 * while a receiver can't be reached is never told, and nothing that lasts is forgotten.
 */
export class Teller {
  private readonly told = new Map<string, Alert>()
  private readonly turns = new Map<string, number[]>()

  /** `told`: as open, before this process began at `startedAt` (ms). */
  constructor(
    told: readonly Alert[],
    private readonly startedAt: number,
    private readonly atLeast: Severity,
  ) {
    for (const alert of told) this.told.set(alert.id, alert)
  }

  /** All that the receiver takes for open. */
  get open(): Alert[] {
    return [...this.told.values()]
  }

  /** Whether somebody is to hear of it: what is silenced, or merely follows from another, isn't told. */
  private isHeard({ severity, silence, causedBy }: ToldFinding): boolean {
    return silence === null && causedBy === null && WORST[severity] <= WORST[this.atLeast]
  }

  /** Those of `open` that the receiver was told of and is to hear of still. */
  standing(findings: readonly ToldFinding[]): Alert[] {
    return findings.flatMap(finding => (this.told.has(finding.id) && this.isHeard(finding) ? [alertOf(finding)] : []))
  }

  /** What is to be told now, `most` at a time; `findings` are all that are open. */
  due(findings: readonly ToldFinding[], now: number, most: number): Telling[] {
    const tellings: Telling[] = []
    const open = new Set(findings.map(({ id }) => id))
    if (now - this.startedAt >= START_MS)
      for (const alert of this.told.values())
        if (!open.has(alert.id) && !this.isQuiet(alert.id, now)) tellings.push({ kind: 'findingClosed', alert })
    for (const finding of findings) {
      if (this.told.has(finding.id) || !this.isHeard(finding) || this.isQuiet(finding.id, now)) continue
      tellings.push({ kind: 'findingOpened', alert: alertOf(finding) })
    }
    return tellings.slice(0, most)
  }

  /** The receiver has taken them. */
  taken(tellings: readonly Telling[], now: number): void {
    for (const { kind, alert } of tellings) {
      if (kind === 'findingOpened') this.told.set(alert.id, alert)
      else this.told.delete(alert.id)
      this.turns.set(alert.id, [...this.recent(alert.id, now), now])
    }
    for (const id of this.turns.keys()) if (this.recent(id, now).length === 0) this.turns.delete(id)
  }

  private recent(id: string, now: number): number[] {
    return (this.turns.get(id) ?? []).filter(at => now - at < FLAP_WITHIN_MS)
  }

  private isQuiet(id: string, now: number): boolean {
    return this.recent(id, now).length >= FLAP_TELLINGS
  }
}
