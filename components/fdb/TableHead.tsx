import clsx from 'clsx'
import { ArrowDown, ArrowUp } from 'lucide-react'
import { memo } from 'react'
import type { Sort, SortField } from '@/lib/client/fdb-query'
import { COLUMNS, type Column, GRID } from './columns'

interface Props {
  sort: Sort | null
  onSort: (field: SortField) => void
  /** Heard, and not seen. */
  hidden: boolean
}

const HeadCell = ({ column, sort, onSort }: Omit<Props, 'hidden'> & { column: Column }) => {
  const { field } = column
  const sorted = sort !== null && sort.field === field
  const Icon = sort?.descending ? ArrowDown : ArrowUp
  return (
    <th
      aria-sort={sorted ? (sort.descending ? 'descending' : 'ascending') : 'none'}
      className={clsx('flex min-w-0 items-center font-normal', column.right && 'justify-end')}
      scope="col"
      title={column.title}
    >
      {field === null ? (
        column.name
      ) : (
        <button
          className={clsx('flex items-center gap-1 truncate rounded-[3px] hover:text-ink', sorted && 'text-ink')}
          onClick={() => onSort(field)}
          type="button"
        >
          {column.name}
          {sorted && <Icon aria-hidden className="size-3" />}
        </button>
      )}
    </th>
  )
}

/** Each column's name, and the way to sort by it. */
export const TableHead = memo(({ sort, onSort, hidden }: Props) => (
  <thead className={hidden ? 'sr-only' : 'sticky top-0 z-10 block'}>
    <tr className="grid h-8 gap-x-3 border-line border-b bg-surface px-4 text-ink-2 text-small" style={GRID}>
      {COLUMNS.map(column => (
        <HeadCell column={column} key={column.name} onSort={onSort} sort={sort} />
      ))}
    </tr>
  </thead>
))
TableHead.displayName = 'TableHead'
