import type { Expiry } from '../ageing'

/** How often a node may be read; ms. */
export interface ReadingBudget {
  /** Never sooner than this after the last reading. */
  least: number
  /** Never later, whatever the rows say. */
  most: number
}

type Bounds = Pick<Expiry, 'earliest' | 'latest'>

/** So long before an entry's end a reading shows whether it was refreshed meanwhile: the last seconds count true. */
const AHEAD_MS = 6_000
/** Just before the end, so that what is called expired was read a moment ago. */
const JUST_BEFORE_MS = 500
/** Just behind the end, where no stream would tell. */
const BEHIND_MS = 100
/** Between readings of an entry that is due and waits for the clean-up. */
const DUE_MS = 2_000

/** When a node that was last read at `lastReadAt` should be read again for the sake of one row. */
const wantedBy = ({ earliest, latest }: Bounds, lastReadAt: number): number =>
  [earliest - AHEAD_MS, earliest - JUST_BEFORE_MS, latest + BEHIND_MS].find(moment => moment > lastReadAt) ??
  lastReadAt + DUE_MS

/**
 * When to read a node again (ms): near the ends of its rows, else on the budget's slow clock, never sooner than the
 * budget allows and never before `now`. A refresh makes no event, so this alone keeps a countdown true.
 */
export const nextReadingAt = (
  ends: Iterable<Bounds>,
  lastReadAt: number,
  now: number,
  { least, most }: ReadingBudget,
): number => {
  let wanted = lastReadAt + most
  for (const end of ends) wanted = Math.min(wanted, wantedBy(end, lastReadAt))
  return Math.max(now, lastReadAt + least, wanted)
}

/**
 * A budget for a node whose latest readings took `costs` (ms): at most `share` of the time is spent on reading it. The quickest
 * of them tells: a busy server makes some seem slow, which is no reason to spare the node.
 */
export const budgetFor = (costs: readonly number[], share: number, slowest: number): ReadingBudget => {
  const least = Math.min(slowest, Math.max(500, Math.round(Math.min(...costs) / share)))
  return { least, most: slowest }
}
