'use client'

import { useCallback } from 'react'
import { nextSort, parseSort, problemOf, requestAt, type Sort, type SortField, sortText } from '@/lib/client/fdb-query'
import { formatCount, plural } from '@/lib/client/time'
import { useOverlay } from '@/lib/client/use-api'
import { useConnection } from '@/lib/client/use-connection'
import { useFdbPages } from '@/lib/client/use-fdb-pages'
import { usePhone } from '@/lib/client/use-media'
import { useMoment } from '@/lib/client/use-moment'
import { useUrlSoon } from '@/lib/client/use-url-soon'
import { Notice } from '../ui/Notice'
import { Skeleton } from '../ui/Skeleton'
import { ExportMenu } from './ExportMenu'
import { FdbEmpty } from './FdbEmpty'
import { FdbTable } from './FdbTable'
import { QueryBar } from './QueryBar'
import { QueryProblem } from './QueryProblem'
import { SortSelect } from './SortSelect'

/** What of the page stands in its URL. */
const useFdbUrl = () => {
  const { get, set } = useUrlSoon()
  const q = get('q') ?? ''
  const sort = parseSort(get('sort'))
  const scope = get('scope') === 'all' ? ('all' as const) : ('overlay' as const)
  const setQ = useCallback((next: string) => set({ q: next }), [set])
  const sorted = sort === null ? '' : sortText(sort)
  const setSort = useCallback((next: Sort | null) => set({ sort: next === null ? null : sortText(next) }), [set])
  const sortBy = useCallback((field: SortField) => setSort(nextSort(parseSort(sorted), field)), [setSort, sorted])
  const setScope = (all: boolean) => set({ scope: all ? 'all' : null })
  return { q, sort, scope, setQ, setSort, sortBy, setScope }
}

/** Every FDB entry of every node in one table, filtered and sorted by the server. */
export const FdbPage = () => {
  const { q, sort, scope, setQ, setSort, sortBy, setScope } = useFdbUrl()
  const request = { q, sort, scope }
  const refused = problemOf(q) !== null
  const at = useMoment()
  const { list: kept, answers, fault, loading, more } = useFdbPages(refused ? null : request)
  // What is kept of the filter before is no answer to one that is refused.
  const list = refused ? null : kept
  const rows = list?.rows ?? []
  const total = list?.total ?? null
  const overlay = useOverlay()
  const phone = usePhone()
  const { stale, text } = useConnection(fault)
  return (
    <div className="flex h-full flex-col">
      <div className="flex flex-wrap items-center gap-x-2 gap-y-2 border-line border-b px-4 py-2.5 max-sm:pr-3 sm:gap-x-4">
        <QueryBar onChange={setQ} overlay={overlay.data} q={q} />
        <p aria-live="polite" className="shrink-0 text-ink-2 tabular-nums empty:hidden">
          {total === null ? '' : plural(total, 'entry', 'entries')}
        </p>
        <label
          className="flex shrink-0 items-center gap-2 text-ink-2"
          title="Address filters of ordinary devices: multicast filters and the devices’ own addresses, nothing of VXLAN"
        >
          <input
            checked={scope === 'all'}
            className="size-3.5 accent-accent"
            onChange={event => setScope(event.target.checked)}
            type="checkbox"
          />
          <span>
            device filters<span className="max-sm:sr-only"> too</span>
          </span>
        </label>
        <SortSelect onSort={setSort} sort={sort} />
        <ExportMenu request={requestAt(request, at)} total={total ?? 0} />
      </div>
      <QueryProblem onChange={setQ} q={q} />
      {fault !== undefined && rows.length > 0 && (
        <div className="px-4 py-3">
          <Notice size="line" title={fault.error.message} tone="bad">
            {stale ? `The table is ${text.replace('no server, ', '')}. ` : ''}
            {fault.error.hint}
          </Notice>
        </div>
      )}
      {fault !== undefined && rows.length === 0 && (
        <Notice title={fault.error.message} tone={fault.error.code === 'starting' ? 'plain' : 'bad'}>
          <p>{fault.error.hint}</p>
          <p className="mono text-ink-3">{fault.error.code}</p>
        </Notice>
      )}
      {loading && total === null && fault === undefined && <Skeleton label="Asking for entries" rows={10} />}
      {total === 0 && rows.length === 0 && fault === undefined && (
        <FdbEmpty onClear={() => setQ('')} overlay={overlay.data} q={q} />
      )}
      {list !== null && rows.length > 0 && (
        <div className={stale ? 'flex min-h-0 flex-1 flex-col opacity-60 grayscale' : 'flex min-h-0 flex-1 flex-col'}>
          <FdbTable
            answers={answers}
            key={`${phone}`}
            list={list}
            onEnd={more}
            onSort={sortBy}
            phone={phone}
            sort={sort}
          />
          {total !== null && total > rows.length && (
            <p className="border-line border-t px-4 py-1 text-ink-3 text-small tabular-nums">
              {formatCount(rows.length)} of {formatCount(total)} loaded; the rest as you scroll
            </p>
          )}
        </div>
      )}
    </div>
  )
}
