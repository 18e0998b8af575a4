import { z } from 'zod'
import { Head, Iso } from './overlay'
import { Plan } from './plan'

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

/** One command of the plan as it ran; `step` counts from 1. `status` is `null` while it runs, or where its end wasn't heard of. */
export const ApplyStep = z.object({ step: z.int(), status: z.int().nullable(), output: z.string() })
export type ApplyStep = z.infer<typeof ApplyStep>

/** A node's progress, and at its end its result. */
export const ApplyNode = z.object({
  node: z.string(),
  state: ApplyState,
  steps: z.array(ApplyStep),
  /** When it undoes by itself what it was not told to keep, once it was sent to; a moment later rather than earlier. */
  undoAt: Iso.optional(),
  /** Why it isn't kept: at which step, and what happened; `null` where nothing is wrong. */
  failure: z.object({ at: z.string(), message: z.string(), hint: z.string() }).nullable(),
})
export type ApplyNode = z.infer<typeof ApplyNode>

/**
 * A plan that was applied. `asking`: some nodes are done, armed, and others failed; whether those that are done are undone too
 * waits for an answer until `answerBy`, when they undo by themselves. `nodes` are in the plan's order.
 */
export const AppliedChange = z.object({
  id: z.string(),
  at: Iso,
  /** Name of the user. */
  who: z.string(),
  state: z.enum(['running', 'asking', 'ended']),
  plan: Plan,
  nodes: z.array(ApplyNode),
  answerBy: Iso.nullable(),
  endedAt: Iso.nullable(),
})
export type AppliedChange = z.infer<typeof AppliedChange>

const DIGEST = 'the digest of a plan, as POST /vxlan/plan told it'

/** A plan is named by its digest alone. `atOnce`: all nodes side by side; else one after the other, until one fails. */
export const ApplyRequest = z.strictObject({
  digest: z.string(DIGEST).regex(/^[0-9a-f]{64}$/, DIGEST),
  atOnce: z.boolean('true or false').default(false),
})
export type ApplyRequest = z.infer<typeof ApplyRequest>

export const ApplyAnswer = z.object({ id: z.string() })
export type ApplyAnswer = z.infer<typeof ApplyAnswer>

/** Whether the nodes that are done go back with those that failed. */
export const UndoOthers = z.strictObject({ undoOthers: z.boolean('true or false') })
export type UndoOthers = z.infer<typeof UndoOthers>

export const ChangeAnswer = Head.extend({ change: AppliedChange })
export type ChangeAnswer = z.infer<typeof ChangeAnswer>

/** Newest first. */
export const ChangesAnswer = Head.extend({ changes: z.array(AppliedChange) })
export type ChangesAnswer = z.infer<typeof ChangesAnswer>
