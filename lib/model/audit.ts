import { z } from 'zod'
import { Via } from './access'
import { Iso, Moment } from './overlay'
import { Plan } from './plan'
import { fromDigits, within } from './whole-number'

/** What the audit log tells of. */
export const AuditAction = z.enum([
  'login',
  'logout',
  'userAdded',
  'userRemoved',
  'userChanged',
  'tokenAdded',
  'tokenRemoved',
  'nodesAdded',
  'nodeChanged',
  'nodeRemoved',
  'keyTrusted',
  'connectionTested',
  'changeApplied',
  'changeUndone',
  'probe',
  'capture',
  'silenced',
  'unsilenced',
])
export type AuditAction = z.infer<typeof AuditAction>

/** begun: what came of it stands in a later entry. undone: it failed, and all is as it was. */
export const AuditResult = z.enum(['begun', 'ok', 'undone', 'failed', 'refused'])
export type AuditResult = z.infer<typeof AuditResult>

/** A command that ran on a node. */
export const AuditCommand = z.object({ node: z.string(), command: z.string() })

/** Who did what, when, from where, and what came of it. No secret is ever in it. */
export const AuditEntry = z.object({
  id: z.string(),
  at: Iso,
  who: z.string(),
  /** `null` where nobody was let in. */
  via: Via.nullable(),
  /** Address they asked from; `null` for the command line. */
  from: z.string().nullable(),
  action: AuditAction,
  /** Nodes it was about. */
  nodes: z.array(z.string()),
  plan: Plan.nullable(),
  commands: z.array(AuditCommand),
  /** What was said to it, by a node or by us. */
  output: z.string(),
  result: AuditResult,
})
export type AuditEntry = z.infer<typeof AuditEntry>

/** Entries of one answer where no limit is asked for. */
export const AUDIT_PAGE = 100

/** What `/audit` may be asked; all that is given must hold. `since` is inclusive, `until` exclusive. */
export const AuditQuery = z.strictObject({
  since: Moment.optional(),
  until: Moment.optional(),
  who: z.string().max(64).optional(),
  action: AuditAction.optional(),
  result: AuditResult.optional(),
  node: z.string().max(63).optional(),
  limit: fromDigits(within(1, 1000).default(AUDIT_PAGE)),
  cursor: z.string().max(200).optional(),
  /** As a file of all that matches. */
  format: z.enum(['json', 'csv']).optional(),
})
export type AuditQuery = z.infer<typeof AuditQuery>

/** Newest first. */
export const AuditAnswer = z.object({ entries: z.array(AuditEntry), nextCursor: z.string().nullable() })
export type AuditAnswer = z.infer<typeof AuditAnswer>
