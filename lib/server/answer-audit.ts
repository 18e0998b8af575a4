import { AuditAnswer, AuditQuery } from '@/lib/model/audit'
import { refuseBackward, refuseHistory } from './events'
import { exportAudit } from './export-audit'
import { answer, iso } from './http'
import type { KeptHistory } from './keep-history'
import { parseQuery } from './query'

/** `/audit`: who did what, newest first, a page at a time. */
export const answerAudit = async (request: Request, history: KeptHistory): Promise<Response> => {
  const query = parseQuery(request, AuditQuery)
  if (!query.ok) return query.error
  const refusal = refuseBackward(query.value)
  if (refusal) return refusal
  if (!history.ok) return refuseHistory(history.error)
  const { format } = query.value
  if (format !== undefined) return exportAudit(history.value, query.value, format, iso(Date.now()))
  const page = await history.value.auditEntries(query.value)
  return page.ok ? answer(AuditAnswer, page.value) : refuseHistory(page.error)
}
