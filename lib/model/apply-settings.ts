import { z } from 'zod'

const SECONDS = 'a whole number of seconds from 1 to 86400'
const DAY = 86_400
const seconds = (fallback: number) => z.int(SECONDS).min(1, SECONDS).max(DAY, SECONDS).default(fallback)
const TRIES = 'a whole number from 1 to 100'

/** Waiting times of a change, in seconds, and how often a locked configuration is tried: `apply:` of the inventory. */
export const ApplySettings = z.strictObject(
  {
    /** A node undoes by itself what isn't kept so long after it was armed; one that waits for others later (`undoAfterOf`). */
    undoAfter: seconds(120),
    /** A step that hangs when its undo is due is waited for so long, then ended: a commit that is ended half way leaves half. */
    grace: seconds(60),
    /** What a fresh reading shows must be as planned, and then the overlay whole, each within this time. */
    verifyWithin: seconds(30),
    lockTries: z.int(TRIES).min(1, TRIES).max(100, TRIES).default(5),
    lockWait: seconds(3),
    /** A plan may be applied for so long. */
    planValid: seconds(600),
  },
  'a mapping, as in { undoAfter: 120, verifyWithin: 30 }',
)
export type ApplySettings = z.infer<typeof ApplySettings>

/** How much later a node undoes by itself for each node that is begun after it, seconds: what that one is waited for. */
export const undoLaterOf = ({ verifyWithin, lockTries, lockWait }: Omit<ApplySettings, 'undoAfter'>): number =>
  verifyWithin + lockTries * lockWait

export interface UndoWaits {
  undoAfter: number
  undoLater: number
}

/**
 * Seconds after which a node undoes by itself when so many nodes are begun once it is done: else the first of many would have
 * gone back before the last is begun. All at once, `later` is 0. A day at most.
 */
export const undoAfterOf = ({ undoAfter, undoLater }: UndoWaits, later: number): number =>
  Math.min(DAY, undoAfter + later * undoLater)

/** Seconds after which each node of a plan undoes by itself what isn't kept, in the plan's order. */
export const undoTimes = (count: number, waits: UndoWaits, atOnce: boolean): number[] =>
  Array.from({ length: count }, (_, index) => undoAfterOf(waits, atOnce ? 0 : count - 1 - index))

/** Whether another node may be begun now (ms): none of those that are done undoes by itself (`undoAt`) while that one is waited for. */
export const leavesTime = (undoAt: readonly string[], undoLater: number, now: number): boolean =>
  undoAt.every(at => Date.parse(at) >= now + undoLater * 1000)
