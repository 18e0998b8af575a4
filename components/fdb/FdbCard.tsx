import type { FdbRow } from '@/lib/model/overlay'
import { Kind, LifeCell, MacCell, Remote, TraceWay, VniCell } from './columns'

/** A row where there is no width for columns: the same facts in two lines. */
export const FdbCard = ({ row }: { row: FdbRow }) => (
  <td className="flex min-w-0 flex-col justify-center gap-1.5">
    <div className="flex items-center justify-between gap-3">
      <MacCell row={row} />
      <LifeCell row={row} />
    </div>
    <div className="flex min-w-0 items-center gap-2.5 text-small">
      {row.vni !== null && <VniCell vni={row.vni} />}
      <Remote row={row} />
      <span className="ml-auto shrink-0 text-ink-2">
        <Kind row={row} /> on {row.node}
      </span>
      <TraceWay row={row} />
    </div>
  </td>
)
