import { z } from 'zod'
import { Iso, Moment } from './overlay'

/** What a silence is for: all that is given must hold, and something must be given. */
const WHAT = {
  /** A finding's id. */
  finding: z.string().min(1).max(400).nullable(),
  /** A check's id. */
  check: z.string().min(1).max(40).nullable(),
  /** As a finding names it: `node:vyos01`, `vni:42`. */
  subject: z.string().min(1).max(200).nullable(),
}

/** Findings that nobody wants to hear of until `until`. */
export const Silence = z.object({
  id: z.string(),
  ...WHAT,
  reason: z.string(),
  until: Iso,
  /** Who silenced it, and when. */
  who: z.string(),
  at: Iso,
})
export type Silence = z.infer<typeof Silence>

/** The longest that something may be silenced: what nobody wants to hear of for a year is an exception to decide anew. */
export const SILENCE_DAYS = 366

export const SilenceRequest = z
  .strictObject({
    finding: WHAT.finding.default(null),
    check: WHAT.check.default(null),
    subject: WHAT.subject.default(null),
    reason: z.string('why, in a sentence').trim().min(1, 'why, in a sentence').max(500, 'at most 500 characters'),
    until: Moment,
  })
  .refine(({ finding, check, subject }) => finding !== null || check !== null || subject !== null, {
    path: ['finding'],
    error: 'a finding, a check or a subject',
  })
export type SilenceRequest = z.infer<typeof SilenceRequest>

/** Those in force, the one that ends first first. */
export const SilencesAnswer = z.object({ now: Iso, silences: z.array(Silence) })
export type SilencesAnswer = z.infer<typeof SilencesAnswer>
