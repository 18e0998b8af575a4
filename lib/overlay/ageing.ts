/** Which of an entry's two clocks its end is counted from. */
export type AgeingBasis = 'updated' | 'used'

/** Seconds; `null` where they weren't told. */
export interface Ages {
  used: number | null
  updated: number | null
}

/**
 * When the kernel will drop an entry, ms. `earliest` and `latest` bound what flooring and the clean-up timer leave open;
 * until `due` its time may not have come, afterwards the timer is all that it waits for.
 */
export interface Expiry {
  at: number
  earliest: number
  due: number
  latest: number
}

/** What the kernel takes for a VXLAN `ageing` of 0 (drivers/net/vxlan, `FDB_AGE_DEFAULT`), seconds. */
export const DEFAULT_AGEING = 300

/** First kernel whose VXLAN entries age by `updated`: the series "vxlan: Age FDB entries based on Rx traffic". */
const UPDATED_SINCE = [6, 15] as const

/** Of the VXLAN clean-up timer; below 10 s of ageing it runs but every 10 s. */
const TIMER_MS = 250
const SLOW_TIMER_MS = 10_000
const SLOW_BELOW = 10

/** Ages are floored to whole seconds. */
const FLOOR_MS = 1000

/** So much before its line reached us an entry may have been learned: some ms over SSH, more where the server is busy. */
const LINE_MS = 250

/** So long a reading may be under way after the node has counted the ages in it. */
const ANSWER_MS = 100

/** So long past its age an entry may still be there, since the timer is deferrable: s. */
const LINGER = 20

const VERSION = /^(\d+)\.(\d+)/

const basisOfVersion = (kernel: string | null): AgeingBasis | null => {
  const version = VERSION.exec(kernel ?? '')
  if (!version) return null
  const [major, minor] = [Number(version[1]), Number(version[2])]
  const [firstMajor, firstMinor] = UPDATED_SINCE
  return major > firstMajor || (major === firstMajor && minor >= firstMinor) ? 'updated' : 'used'
}

/**
 * The clock that a node's VXLAN entries age by: what was observed, else what its kernel's version says, else `null`. A
 * distribution's kernel may carry the change under an older number, so what was observed decides. A bridge's entries
 * always age by `updated`.
 */
export const basisOf = (kernel: string | null, observed: AgeingBasis | null): AgeingBasis | null =>
  observed ?? basisOfVersion(kernel)

/**
 * What a learned VXLAN entry tells of its kernel's clock. Alive: a clock well past the ageing time, while the other is
 * within it, is not the one. Aged out: a clock short of it is not the one; then `ages` are what they were at most at that
 * moment. `null` where it tells nothing.
 */
export const observeBasis = ({ used, updated }: Ages, ageing: number, end: 'alive' | 'aged'): AgeingBasis | null => {
  if (used === null || updated === null) return null
  if (end === 'aged') {
    const [usedRanOut, updatedRanOut] = [used, updated].map(age => age + 1 >= ageing)
    if (usedRanOut === updatedRanOut) return null
    return usedRanOut ? 'used' : 'updated'
  }
  const past = ageing + LINGER + (ageing < SLOW_BELOW ? SLOW_TIMER_MS / 1000 : 0)
  if (used >= past && updated < ageing) return 'updated'
  if (updated >= past && used < ageing) return 'used'
  return null
}

/** Seconds after which a learned entry of a VXLAN device goes. */
export const vxlanAgeing = (ageing: number | null): number | null => (ageing === 0 ? DEFAULT_AGEING : ageing)

/**
 * When a learned entry that had these ages at `readAt` (ms) will be dropped. `null` where the ageing time (s), the clock
 * or the age isn't known. Ages are whole seconds, floored, unless they are `exact`. An entry that outlives `latest` is due and waits for the clean-up: the
 * kernel's timer is deferrable, so that is no error. Sources: drivers/net/vxlan `vxlan_cleanup`, net/bridge `br_fdb_cleanup`.
 */
export const expiryOf = (
  entry: Ages & { exact?: true },
  readAt: number,
  ageing: number | null,
  basis: AgeingBasis | null,
): Expiry | null => {
  if (ageing === null || basis === null) return null
  const age = entry[basis]
  if (age === null) return null
  const due = readAt + (ageing - age) * 1000
  const [earliest, soon] = [due - (entry.exact ? LINE_MS : FLOOR_MS), due + TIMER_MS]
  const latest = ageing < SLOW_BELOW ? due + SLOW_TIMER_MS : soon
  return { at: Math.round((earliest + soon) / 2), earliest, due, latest }
}

/** Whether an entry was refreshed between two readings: its time can't be the same by both, whatever flooring took. */
export const isRefreshed = (before: Expiry, after: Expiry): boolean =>
  after.earliest > before.due + ANSWER_MS || before.earliest > after.due + ANSWER_MS

/** Whether a clock says another moment than it did: it was set anew, by more than flooring and a late answer account for. */
const isSetAnew = (before: number, after: number): boolean => Math.abs(after - before) > FLOOR_MS + ANSWER_MS

/**
 * Whether either of an entry's clocks was set anew since it was read: from 6.15 on, what is sent to a MAC sets `used` and does not
 * prolong its life. Ages in seconds, `readAt` in ms.
 */
export const wereClocksSet = (before: Ages & { readAt: number }, after: Ages & { readAt: number }): boolean =>
  (['used', 'updated'] as const).some(clock => {
    const [was, is] = [before[clock], after[clock]]
    if (was === null || is === null) return was !== is
    return isSetAnew(before.readAt - was * 1000, after.readAt - is * 1000)
  })
