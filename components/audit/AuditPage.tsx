'use client'

import { useMemo } from 'react'
import { isAuditFiltered, parseAuditFilter } from '@/lib/client/audit-filter'
import { formatExact, plural } from '@/lib/client/time'
import { useAudit } from '@/lib/client/use-audit'
import { useUrl } from '@/lib/client/use-url'
import type { AuditEntry } from '@/lib/model/audit'
import { Button } from '../ui/Button'
import { ErrorLine } from '../ui/ErrorLine'
import { Notice } from '../ui/Notice'
import { Skeleton } from '../ui/Skeleton'
import { AuditFilters } from './AuditFilters'
import { AuditRow } from './AuditRow'

const byDay = (entries: readonly AuditEntry[]): [string, AuditEntry[]][] => {
  const days = new Map<string, AuditEntry[]>()
  for (const entry of entries) {
    const day = formatExact(Date.parse(entry.at)).slice(0, 10)
    days.set(day, [...(days.get(day) ?? []), entry])
  }
  return [...days]
}

/** Who did what, newest first. */
export const AuditPage = () => {
  const { params, change } = useUrl()
  const filter = useMemo(() => parseAuditFilter(params), [params])
  const { entries, complete, more, fault } = useAudit(filter)
  const people = [...new Set(entries?.map(({ who }) => who) ?? [])]
  return (
    <div className="flex h-full flex-col">
      <AuditFilters filter={filter} onChange={change} people={people} />
      {fault !== undefined && (
        <div className="px-4 py-3">
          <ErrorLine error={fault.error} />
        </div>
      )}
      {entries === undefined && fault === undefined && <Skeleton label="Asking for the audit log" rows={10} />}
      {entries?.length === 0 && (
        <Notice title={isAuditFiltered(filter) ? 'Nothing of that kind was done' : 'Nothing was done yet'}>
          <p>
            Logins, changes on nodes, probes, captures, silences, and changes of the inventory and of users: each stands
            here once it is done.
          </p>
        </Notice>
      )}
      {entries !== undefined && entries.length > 0 && (
        <section aria-label="Entries" className="min-h-0 flex-1 overflow-y-auto">
          {byDay(entries).map(([day, own]) => (
            <section key={day}>
              <h2 className="sticky top-0 z-10 border-line border-b bg-surface px-4 py-1 text-ink-2 text-small tabular-nums">
                {day}
              </h2>
              <ol>
                {own.map(entry => (
                  <AuditRow entry={entry} key={entry.id} />
                ))}
              </ol>
            </section>
          ))}
          <p className="px-4 py-3 text-ink-3 text-small">
            {complete && `${plural(entries.length, 'entry', 'entries')}; nothing older is kept.`}
            {!complete && (
              <Button look="ghost" onClick={more}>
                Older entries
              </Button>
            )}
          </p>
        </section>
      )}
    </div>
  )
}
