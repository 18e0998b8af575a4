import { z } from 'zod'
import { Evidence, Head, Iso } from './overlay'
import { Silence } from './silence'
import { fromDigits, within } from './whole-number'

/** error: frames are lost now. warning: some will be, or somebody must look. info: worth knowing. */
export const Severity = z.enum(['error', 'warning', 'info'])
export type Severity = z.infer<typeof Severity>

/** Something that is wrong, with the lines it is believed by and what mends it. */
export const Finding = z.object({
  /** Of the check and what it is about: the same fault has the same id for as long as it lasts. */
  id: z.string(),
  check: z.string(),
  severity: Severity,
  /** `node:vyos01`, `vni:42`, `vtep:10.0.2.9`, `tunnel:42:10.0.2.1>10.0.2.254`, `mac:42/86:24:26:b2:11:5c`. */
  subject: z.string(),
  /** One sentence. */
  verdict: z.string(),
  evidence: z.array(Evidence),
  /** Per node what to type there; on VyOS lines of its configuration mode. Empty where no command alone mends it. */
  fix: z.array(z.object({ node: z.string(), commands: z.array(z.string()) })),
  /** Id of the finding that this one merely follows from. */
  causedBy: z.string().nullable(),
  /** Since when it is known. */
  since: Iso,
})
export type Finding = z.infer<typeof Finding>

/** A time in which something was found. `to`: `null` where nobody saw the end of it. */
export const FoundSpan = z.object({ from: Iso, to: Iso.nullable() })
export type FoundSpan = z.infer<typeof FoundSpan>

/** A finding as it is told: with what became of it before, and whether somebody wants to hear of it. */
export const ToldFinding = Finding.extend({
  /** How often it was found, this time too, as far back as is recorded. */
  times: z.int(),
  /** When it was found before, the last time first; five at most. */
  before: z.array(FoundSpan),
  /** Why nobody wants to hear of it now; the longest of several. */
  silence: Silence.nullable(),
})
export type ToldFinding = z.infer<typeof ToldFinding>

/** What is looked for. */
export const CheckAbout = z.object({
  id: z.string(),
  severity: Severity,
  /** What it means, in one line. */
  means: z.string(),
  /** How it is found. */
  how: z.string(),
})
export type CheckAbout = z.infer<typeof CheckAbout>

/** What `/checks` may be asked; all that is given must hold. */
export const ChecksQuery = z.strictObject({
  severity: Severity.optional(),
  check: z.string().max(40).optional(),
  subject: z.string().max(200).optional(),
  vni: fromDigits(within(0, 16_777_215)).optional(),
  node: z.string().max(63).optional(),
  /** Only those that are silenced, or those that aren't. */
  silenced: z
    .enum(['true', 'false'], 'true or false')
    .transform(word => word === 'true')
    .optional(),
})
export type ChecksQuery = z.infer<typeof ChecksQuery>

/** `silenced`: how many are. The page is given them too; `vxscope check` leaves them out. `checks` tells all that is looked for. */
export const ChecksAnswer = Head.extend({
  findings: z.array(ToldFinding),
  silenced: z.int(),
  checks: z.array(CheckAbout),
})
export type ChecksAnswer = z.infer<typeof ChecksAnswer>
