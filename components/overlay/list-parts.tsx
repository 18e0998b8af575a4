import { buildCards } from '@/lib/client/graph-cards'
import type { Graph } from '@/lib/client/graph-types'
import type { statusOf } from '@/lib/client/words'
import type { Overlay } from '@/lib/model/overlay'
import { cardRow, groupRow, Head, type ListRow, macRow, sayLane, type Way, wayRow } from './list-rows'

/** Things of one kind; a row is made when it comes into sight. */
export interface Part {
  title: string
  count: number
  row: (at: number) => ListRow | null
}

export interface ListOf {
  graph: Graph
  overlay: Overlay
  vni: number | null
  /** The graph shows but a part: here all there is stands, tunnel by tunnel. */
  folded: boolean
}

const partOf = <T,>(title: string, things: readonly T[], row: (thing: T) => ListRow): Part => ({
  title,
  count: things.length,
  row: at => {
    const thing = things[at]
    return thing === undefined ? null : row(thing)
  },
})

const waysOfGraph = (graph: Graph, name: (id: string) => string): Way[] =>
  graph.edges.flatMap(edge =>
    [
      { lane: edge.forward, from: edge.a, to: edge.b },
      { lane: edge.backward, from: edge.b, to: edge.a },
    ].flatMap(({ lane, from, to }) =>
      lane === null
        ? []
        : {
            key: `${from}>${to}`,
            from: name(from),
            to: name(to),
            vnis: [...new Set(lane.tunnels.map(tunnel => tunnel.vni))],
            selection: lane.tunnels[0]?.id ?? null,
            said: sayLane(lane),
          },
    ),
  )

const tunnelPart = (overlay: Overlay, vni: number | null): Part => {
  const names = new Map(overlay.vteps.map(vtep => [vtep.id, vtep.nodes.join(', ') || vtep.address]))
  const name = (id: string) => names.get(id) ?? id
  const tunnels = overlay.tunnels.filter(tunnel => vni === null || tunnel.vni === vni)
  return partOf('Tunnels', tunnels, tunnel =>
    wayRow({
      key: tunnel.id,
      from: name(tunnel.from),
      to: name(tunnel.to),
      vnis: [tunnel.vni],
      selection: tunnel.id,
      said: sayLane(tunnel),
    }),
  )
}

/** All there is, kind by kind. */
export const partsOf = ({ graph, overlay, vni, folded }: ListOf, statusAt: typeof statusOf): Part[] => {
  const cards = (folded ? buildCards(overlay, vni) : graph.cards).filter(card => !card.dim)
  const names = new Map(cards.map(card => [card.id, card.name]))
  const name = (id: string) => names.get(id) ?? id
  const groups = overlay.groups.filter(group => vni === null || group.vni === vni)
  const parts = [
    partOf(
      'Nodes',
      cards.filter(card => card.kind === 'node'),
      card => cardRow(card, statusAt),
    ),
    partOf(
      'Ghost VTEPs',
      cards.filter(card => card.kind === 'ghost'),
      card => cardRow(card, statusAt),
    ),
    partOf('Multicast groups', groups, groupRow),
    folded ? tunnelPart(overlay, vni) : partOf('Tunnels', waysOfGraph(graph, name), wayRow),
    partOf('MACs', graph.macs, mac => macRow(mac, name)),
  ]
  return parts.filter(part => part.count > 0)
}

/** The head or row at a place of all parts one after the other. */
export const entryAt = (parts: readonly Part[], index: number): ListRow | null => {
  let left = index
  for (const part of parts) {
    if (left === 0) return { key: part.title, content: <Head count={part.count} title={part.title} /> }
    if (left <= part.count) return part.row(left - 1)
    left -= part.count + 1
  }
  return null
}
