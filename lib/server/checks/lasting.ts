import { findingOf } from '@/lib/change'
import type { Finding } from '@/lib/model/finding'
import { byWorst, CHECKS, type Found, type FoundChanges, type InSteps } from '@/lib/overlay'

/** What comes or goes for less than this is a change under way: lines of one change come one after the other. */
const SETTLE_MS = 3000
const LASTS: ReadonlyMap<string, number> = new Map(CHECKS.map(({ id, lasts = SETTLE_MS }) => [id, lasts]))

interface Entry {
  finding: Finding
  /** What its fix was made of. */
  mend: string
  /** ms */
  since: number
  /** It is found now. */
  isThere: boolean
  /** When it was first known not to be there, ms. */
  missingAt: number | null
  /** It was told of. */
  open: boolean
}

/** A finding that is told of for the first time, or for the last. */
export interface Turn {
  kind: 'findingOpened' | 'findingClosed'
  finding: Finding
}

export interface LastingOptions {
  /** What to type: it costs a plan, and stays the same as long as the finding and what it changes do. */
  fixOf: (found: Found) => Finding['fix']
  /** Of a node that doesn't answer nobody knows that it is mended. */
  isSilent: (node: string) => boolean
}

/** Findings that last: which are told of, and since when. Costs what changes, and what waits to be told of. */
export class LastingFindings {
  private readonly entries = new Map<string, Entry>()
  /** Ids of those that are not told of yet, and of those that are no longer there. */
  private readonly waiting = new Set<string>()
  private sorted: readonly Finding[] | null = null

  constructor(private readonly options: LastingOptions) {}

  /** All that are told of, worst first. */
  open(): readonly Finding[] {
    this.sorted ??= [...this.entries.values()].flatMap(({ open, finding }) => (open ? [finding] : [])).sort(byWorst)
    return this.sorted
  }

  /** Whether time may bring something to be told. */
  get waits(): boolean {
    return this.waiting.size > 0
  }

  /** Takes what is found otherwise, at `at` (ms), and gives what is to be told now: first what is over. */
  *take({ put, remove }: FoundChanges, at: number): InSteps<Turn[]> {
    if (put.length + remove.length > 0) this.sorted = null
    for (const found of put) {
      this.put(found, at)
      yield
    }
    for (const id of remove) {
      const entry = this.entries.get(id)
      if (!entry) continue
      entry.isThere = false
      this.waiting.add(id)
    }
    const turns: Record<Turn['kind'], Turn[]> = { findingClosed: [], findingOpened: [] }
    for (const id of this.waiting) {
      const turn = this.look(id, at)
      if (turn) turns[turn.kind].push(turn)
      yield
    }
    const { findingClosed, findingOpened } = turns
    if (findingClosed.length + findingOpened.length > 0) this.sorted = null
    return [...findingClosed, ...findingOpened]
  }

  private put(found: Found, at: number): void {
    const known = this.entries.get(found.id)
    const mend = JSON.stringify(found.mend)
    const fix = known?.mend === mend ? known.finding.fix : this.options.fixOf(found)
    const { since, open } = known ?? { since: at, open: false }
    const finding = findingOf(found, fix, new Date(since).toISOString())
    this.entries.set(found.id, { finding, mend, since, open, isThere: true, missingAt: null })
    if (open) this.waiting.delete(found.id)
    else this.waiting.add(found.id)
  }

  /** Whether the time of one that waits has come. */
  private look(id: string, at: number): Turn | null {
    const entry = this.entries.get(id)
    if (!entry) return null
    const { finding, isThere, open, since } = entry
    if (isThere) {
      if (at - since < (LASTS.get(finding.check) ?? SETTLE_MS)) return null
      entry.open = true
      this.waiting.delete(id)
      return { kind: 'findingOpened', finding }
    }
    if (finding.evidence.some(({ node }) => this.options.isSilent(node))) return null
    entry.missingAt ??= at
    if (open && at - entry.missingAt < SETTLE_MS) return null
    this.entries.delete(id)
    this.waiting.delete(id)
    return open ? { kind: 'findingClosed', finding } : null
  }
}
