import type { Bus } from '@/lib/bus'

/** The prediction that counts is the one shown so long before the end. */
export const SHOWN_BEFORE_MS = 5_000

interface Shown {
  at: number
  /** ms since 1970; `null` where none was shown. */
  expiresAt: number | null
  basis: string | null
}

/** What is shown of entries' ends, from now on. */
export interface Predictions {
  /** What was shown of an entry 5 s before `moment` (ms since 1970); `null` where that was nothing. */
  before(node: string, mac: string, moment: number): Shown | null
  /** Why an entry went, once it is told that it did. */
  reasonOf(node: string, mac: string): string | null | undefined
  stop(): void
}

/** Hears what a page hears: the deltas of the stream's bus. */
export const followPredictions = (bus: Bus): Predictions => {
  const shown = new Map<string, Shown[]>()
  const reasons = new Map<string, string | null>()
  const keyOf = (node: string, mac: string): string => `${node} ${mac}`
  const stop = bus.subscribe(({ delta, events }) => {
    const at = Date.now()
    for (const { node, mac, expiresAt, ageingBasis } of delta.fdb.put) {
      const key = keyOf(node, mac)
      const one = { at, expiresAt: expiresAt === null ? null : Date.parse(expiresAt), basis: ageingBasis }
      shown.set(key, [...(shown.get(key) ?? []), one])
    }
    for (const { kind, row, reason } of events)
      if (kind === 'gone' && row) reasons.set(keyOf(row.node, row.mac), reason)
  })
  return {
    before: (node, mac, moment) =>
      shown.get(keyOf(node, mac))?.findLast(({ at }) => at <= moment - SHOWN_BEFORE_MS) ?? null,
    reasonOf: (node, mac) => reasons.get(keyOf(node, mac)),
    stop,
  }
}
