import type { FdbRow } from '@/lib/model/overlay'
import { Kind, Life, Mac, Remote, TraceWay, VniWord } from './facts'

/** A row where there is no width for columns: the same facts in two lines. */
export const FdbCard = ({ row }: { row: FdbRow }) => (
  <td className="flex min-w-0 flex-col justify-center gap-1.5" data-life>
    <div className="flex items-center gap-4">
      <Mac row={row} />
      <span className="ml-auto flex shrink-0">
        <Life row={row} />
      </span>
    </div>
    <div className="flex min-w-0 items-center gap-2.5 text-small">
      {row.vni !== null && <VniWord vni={row.vni} />}
      <span className="flex min-w-0 items-center gap-4">
        <Remote row={row} />
      </span>
      <span className="ml-auto shrink-0 text-ink-2">
        <Kind row={row} /> on {row.node}
      </span>
      <TraceWay row={row} />
    </div>
  </td>
)
