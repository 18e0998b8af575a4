import type { Node, Overlay } from '@/lib/model/overlay'
import type { Fold } from './fold/fold'
import type { FoldGroup, FoldItem } from './fold/types'
import { nodeCardId } from './graph-cards'
import type { GraphFold } from './graph-types'

const NO_HEALTH: GraphFold['health'] = { live: 0, stale: 0, connecting: 0, unreachable: 0, refused: 0 }

const healthOf = ({ status, state }: Node): keyof GraphFold['health'] =>
  status !== 'connected' ? status : state === 'live' ? 'live' : 'stale'

/** How the nodes of a group stand, each counted once. */
export const countHealth = (nodes: Iterable<Node>): GraphFold['health'] => {
  const health = { ...NO_HEALTH }
  for (const node of nodes) health[healthOf(node)] += 1
  return health
}

const vnisByNode = (overlay: Overlay): Map<string, number[]> => {
  const vnis = new Map<string, number[]>()
  for (const { vni, members } of overlay.vnis) {
    for (const { node } of members) {
      const known = vnis.get(node)
      if (known === undefined) vnis.set(node, [vni])
      else known.push(vni)
    }
  }
  return vnis
}

/** The groups that are shown, with how the nodes in them stand. */
export const buildFolds = (overlay: Overlay, fold: Fold): GraphFold[] => {
  const nodes = new Map(overlay.nodes.map(node => [nodeCardId(node.name), node]))
  const vnis = vnisByNode(overlay)
  const open = new Set(fold.open)
  return [...fold.groups.values()].map((group: FoldGroup): GraphFold => {
    const own = group.items.flatMap((item: FoldItem) => nodes.get(item.id) ?? [])
    return {
      id: group.id,
      label: group.label,
      nodes: own.length,
      ghosts: group.items.filter(item => item.ghost).length,
      health: countHealth(own),
      vnis: new Set(own.flatMap(node => vnis.get(node.name) ?? [])).size,
      open: open.has(group.id),
      frame: fold.parents.get(group.id)?.at(-1) ?? null,
    }
  })
}
