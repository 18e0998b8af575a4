'use client'

import { ChevronsDownUp, X } from 'lucide-react'
import type { Fold } from '@/lib/client/fold/fold'
import type { GroupBy } from '@/lib/client/fold/types'
import { readBy, sayBy } from '@/lib/client/fold/view'
import type { Graph } from '@/lib/client/graph-types'
import { plural } from '@/lib/client/time'
import { useFolding } from './fold-context'

interface Props {
  fold: Fold
  graph: Graph
  /** As the URL has it; `null` is automatic. */
  by: GroupBy | null
  onBy: (by: GroupBy | null) => void
  onFoldAll: () => void
}

const GroupBySelect = ({ fold, by, onBy }: Pick<Props, 'fold' | 'by' | 'onBy'>) => (
  <label className="flex shrink-0 items-center gap-1.5 text-ink-2">
    Group by
    <select
      className="h-7 rounded-md border border-line bg-raised px-1.5 text-ink"
      onChange={event => onBy(readBy(event.target.value))}
      value={by ?? ''}
    >
      <option value="">automatic{fold.automatic ? `: ${sayBy(fold.by)}` : ''}</option>
      {fold.possible.map(one => (
        <option key={one} value={one}>
          {sayBy(one)}
        </option>
      ))}
    </select>
  </label>
)

/** What is folded into what, and the way back from what was unfolded. */
export const FoldBar = ({ fold, graph, by, onBy, onFoldAll }: Props) => {
  const { foldUp } = useFolding()
  const top = fold.rings[0]?.units.length ?? 0
  return (
    <section aria-label="Folding" className="shrink-0 space-y-1 border-line border-b bg-surface px-4 py-1.5">
      <div className="flex flex-wrap items-start gap-x-3 gap-y-1 sm:flex-nowrap">
        <p className="min-w-0 basis-full pt-1 text-ink-2 sm:flex-1 sm:basis-0" role="status">
          <span className="font-medium text-ink">
            {plural(fold.nodes, 'node')} folded into {plural(top, 'group')} by {sayBy(fold.by)}.
          </span>{' '}
          {fold.open.length === 0 && 'Unfold one by its button or a double click.'}
          {fold.foldedAgain > 0 && ` ${plural(fold.foldedAgain, 'group')} folded again: no more can be read at once.`}
          {graph.hiddenEdges > 0 &&
            ` ${plural(graph.hiddenEdges, 'line')} of the fewest tunnels not drawn: pick a group, a node or a VNI to see its own.`}
        </p>
        <GroupBySelect by={by} fold={fold} onBy={onBy} />
      </div>
      {fold.open.length > 0 && (
        <ul aria-label="Unfolded groups" className="flex flex-wrap items-center gap-1.5">
          {fold.open.map(id => (
            <li key={id}>
              <button
                className="flex h-6 items-center gap-1 rounded-full border border-line bg-raised px-2 text-small hover:border-line-strong"
                onClick={() => foldUp(id)}
                title="Fold"
                type="button"
              >
                <span className="sr-only">Fold </span>
                {fold.groups.get(id)?.label ?? id}
                <X aria-hidden className="size-3 text-ink-3" />
              </button>
            </li>
          ))}
          <li>
            <button
              className="flex h-6 items-center gap-1 rounded-full px-2 text-accent text-small hover:underline"
              onClick={onFoldAll}
              type="button"
            >
              <ChevronsDownUp aria-hidden className="size-3" />
              Fold all
            </button>
          </li>
        </ul>
      )}
    </section>
  )
}
