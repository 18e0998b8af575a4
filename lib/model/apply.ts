import { z } from 'zod'

const SECONDS = 'a whole number of seconds from 1 to 86400'
const seconds = (fallback: number) => z.int(SECONDS).min(1, SECONDS).max(86_400, SECONDS).default(fallback)

/** Waiting times of an apply, in seconds, and how often a locked configuration is tried. */
export const ApplySettings = z.strictObject({
  /** A node undoes by itself what isn't kept so long after it was armed. */
  undoAfter: seconds(120),
  /** A step that hangs when its undo is due is waited for so long. */
  grace: seconds(10),
  /** What a fresh reading shows must be as planned, and then the overlay whole, each within this time. */
  verifyWithin: seconds(30),
  lockTries: seconds(5),
  lockWait: seconds(3),
})
export type ApplySettings = z.infer<typeof ApplySettings>

/**
 * How a node of an apply stands. Ends are `kept`; `undone`: as it was before; `untouched`: nothing was run;
 * `differs`: undone, and yet not as before; `unknown`: it could not be asked, and undoes by itself.
 */
export const ApplyState = z.enum([
  'planned',
  'sent',
  'armed',
  'verifying',
  'whole',
  'undoing',
  'kept',
  'undone',
  'untouched',
  'differs',
  'unknown',
])
export type ApplyState = z.infer<typeof ApplyState>

/** One command of the plan as it ran. `status` is `null` while it runs, or where its end wasn't heard of. */
export const ApplyStep = z.object({ step: z.int(), status: z.int().nullable(), output: z.string() })
export type ApplyStep = z.infer<typeof ApplyStep>

/** A node's progress, and at its end its result. */
export const ApplyNode = z.object({
  node: z.string(),
  state: ApplyState,
  steps: z.array(ApplyStep),
  /** Why it isn't kept: at which step, and what happened; `null` where nothing is wrong. */
  failure: z.object({ at: z.string(), message: z.string(), hint: z.string() }).nullable(),
})
export type ApplyNode = z.infer<typeof ApplyNode>
