import { z } from 'zod'

const SECONDS = 'a whole number of seconds from 1 to 86400'
const seconds = (fallback: number) => z.int(SECONDS).min(1, SECONDS).max(86_400, SECONDS).default(fallback)
const TRIES = 'a whole number from 1 to 100'

/** Waiting times of a change, in seconds, and how often a locked configuration is tried: `apply:` of the inventory. */
export const ApplySettings = z.strictObject(
  {
    /** A node undoes by itself what isn't kept so long after it was armed. */
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
