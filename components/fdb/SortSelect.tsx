import { parseSort, type Sort, sortText } from '@/lib/client/fdb-query'
import { COLUMNS } from './columns'

/** The order of the entries where there are no headers to click. */
export const SortSelect = ({ sort, onSort }: { sort: Sort | null; onSort: (sort: Sort | null) => void }) => (
  <select
    aria-label="Order of the entries"
    className="h-8 w-24 min-w-0 flex-1 rounded-md border border-line bg-raised px-2 md:hidden"
    onChange={event => onSort(parseSort(event.target.value))}
    value={sort === null ? '' : sortText(sort)}
  >
    <option value="">by node</option>
    {COLUMNS.flatMap(({ name, field }) =>
      field === null
        ? []
        : [false, true].map(descending => (
            <option key={`${field} ${descending}`} value={sortText({ field, descending })}>
              {name} {descending ? '↓' : '↑'}
            </option>
          )),
    )}
  </select>
)
