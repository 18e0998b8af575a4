import useSWRInfinite from 'swr/infinite'
import { AuditAnswer } from '@/lib/model/audit'
import { type AuditFilter, auditUrl } from './audit-filter'
import { type ApiFault, fetchAnswer } from './fetcher'
import { LIVE, REFRESH_MS } from './use-api'

/** The audit log, newest first, page after page. */
export const useAudit = (filter: AuditFilter) => {
  const key = (index: number, before: AuditAnswer | null): string | null => {
    if (index > 0 && (before === null || before.nextCursor === null)) return null
    return auditUrl(filter, index === 0 ? null : (before?.nextCursor ?? null))
  }
  const { data, error, setSize, isValidating } = useSWRInfinite<AuditAnswer, ApiFault>(
    key,
    (url: string) => fetchAnswer(AuditAnswer, url),
    { ...LIVE, refreshInterval: REFRESH_MS, persistSize: false },
  )
  const complete = data !== undefined && data.at(-1)?.nextCursor === null
  return {
    entries: data?.flatMap(({ entries }) => entries),
    complete,
    more: () => {
      if (!isValidating && !complete) void setSize(size => size + 1)
    },
    fault: error,
  }
}
