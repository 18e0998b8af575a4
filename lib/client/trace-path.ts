import type { Overlay } from '@/lib/model/overlay'
import type { Fold } from './fold/fold'
import type { Graph } from './graph-types'
import { pickedIds } from './neighbourhood'

/** The ends in a URL: `ubuntu>10.0.1.254`. `null` for what is none. */
export const parseTraced = (text: string | null): { from: string; to: string } | null => {
  const at = text?.indexOf('>') ?? -1
  if (text === null || at < 1 || at === text.length - 1) return null
  return { from: text.slice(0, at), to: text.slice(at + 1) }
}

/** Graph ids of all that a trace passes, the memberships by which its groups are reached among them. */
export const tracedIds = (
  graph: Graph,
  overlay: Overlay | undefined,
  path: readonly string[],
  fold: Fold | null,
): string[] => {
  const ids = new Set(path.flatMap(id => pickedIds(graph, overlay, id, fold)))
  const spokes = graph.spokes.filter(({ hub, card }) => ids.has(hub) && ids.has(card))
  return [...ids, ...spokes.map(({ id }) => id)]
}
