import { AUDIT_PAGE, AuditAction, AuditResult } from '@/lib/model/audit'

/** What of the audit log is shown; `null` is everything. */
export interface AuditFilter {
  who: string | null
  action: AuditAction | null
  result: AuditResult | null
  node: string | null
}

const FIELDS = ['who', 'action', 'result', 'node'] as const

/** The filter that an address holds; what it can't mean is left out. */
export const parseAuditFilter = (params: URLSearchParams): AuditFilter => ({
  who: params.get('who') || null,
  action: AuditAction.safeParse(params.get('action')).data ?? null,
  result: AuditResult.safeParse(params.get('result')).data ?? null,
  node: params.get('node') || null,
})

export const isAuditFiltered = (filter: AuditFilter): boolean => FIELDS.some(field => filter[field] !== null)

const queryOf = (filter: AuditFilter): URLSearchParams => {
  const query = new URLSearchParams()
  for (const field of FIELDS) {
    const value = filter[field]
    if (value !== null) query.set(field, value)
  }
  return query
}

/** `GET /audit`, from the newest on or after a cursor. */
export const auditUrl = (filter: AuditFilter, cursor: string | null): string => {
  const query = queryOf(filter)
  query.set('limit', String(AUDIT_PAGE))
  if (cursor !== null) query.set('cursor', cursor)
  return `/api/v1/audit?${query}`
}

/** The same as a file of everything that matches. */
export const auditFileUrl = (filter: AuditFilter, format: 'csv' | 'json'): string => {
  const query = queryOf(filter)
  query.set('format', format)
  return `/api/v1/audit?${query}`
}

export const ACTION_WORD: Record<AuditAction, string> = {
  login: 'logged in',
  logout: 'logged out',
  userAdded: 'added a user',
  userRemoved: 'removed a user',
  userChanged: 'changed a user',
  tokenAdded: 'made a token',
  tokenRemoved: 'removed a token',
  nodesAdded: 'added nodes',
  nodeChanged: 'changed a node',
  nodeRemoved: 'removed a node',
  keyTrusted: 'trusted a host key',
  connectionTested: 'tested a connection',
  changeApplied: 'applied a change',
  changeUndone: 'undid a change',
  probe: 'probed',
  capture: 'captured packets',
  silenced: 'silenced a finding',
  unsilenced: 'ended a silence',
}

export const RESULT_WORD: Record<AuditResult, string> = {
  begun: 'begun',
  ok: 'done',
  undone: 'undone',
  failed: 'failed',
  refused: 'refused',
}
