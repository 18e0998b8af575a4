import type { Overlay } from '@/lib/model/overlay'
import { type Fold, unitsBetween } from './fold/fold'
import { cardsOfVtep, nodeCardId } from './graph-cards'
import type { Graph } from './graph-types'
import { parseSelection } from './selection'

/** Everything of the graph that touches the thing `id`, itself included; empty where there is no such thing. */
export const neighbourhood = (graph: Graph, id: string): Set<string> => {
  const near = new Set<string>()
  const edge = graph.edges.find(one => one.id === id)
  if (edge !== undefined) return new Set([edge.id, edge.a, edge.b])
  const mac = graph.macs.find(one => one.id === id)
  if (mac !== undefined) {
    const readers = new Set(mac.seenBy.map(nodeCardId))
    near.add(mac.id).add(mac.card)
    for (const { id: way, a, b } of graph.edges) {
      if ((a === mac.card && readers.has(b)) || (b === mac.card && readers.has(a))) near.add(way).add(a).add(b)
    }
    return near
  }
  for (const { id: way, a, b } of graph.edges) if (a === id || b === id) near.add(way).add(a).add(b)
  for (const { id: way, hub, card } of graph.spokes) if (hub === id || card === id) near.add(way).add(hub).add(card)
  for (const one of [...graph.cards, ...graph.folds]) if (one.frame === id) near.add(one.id)
  for (const chip of [...graph.macs, ...graph.more]) if (chip.card === id || chip.id === id) near.add(chip.id)
  if ([...graph.cards, ...graph.hubs, ...graph.folds].some(one => one.id === id)) near.add(id)
  return near
}

const edgesOfTunnel = (graph: Graph, overlay: Overlay | undefined, id: string, fold: Fold | null): string[] => {
  if (fold === null)
    return graph.edges
      .filter(({ forward, backward }) =>
        [forward, backward].some(lane => lane?.tunnels.some(tunnel => tunnel.id === id)),
      )
      .map(edge => edge.id)
  const tunnel = overlay?.tunnels.find(one => one.id === id)
  const [from, to] = [tunnel?.from, tunnel?.to].map(end => overlay?.vteps.find(vtep => vtep.id === end))
  if (from === undefined || to === undefined) return []
  const ways = cardsOfVtep(from).flatMap(one => cardsOfVtep(to).map(other => unitsBetween(fold, one, other)))
  const ids = new Set(ways.flatMap(way => (way === null ? [] : [`edge:${way.toSorted().join('|')}`])))
  return graph.edges.filter(edge => ids.has(edge.id)).map(edge => edge.id)
}

/** Which things of the graph a selection (as it stands in the URL) means. */
export const pickedIds = (
  graph: Graph,
  overlay: Overlay | undefined,
  text: string | null,
  fold: Fold | null = null,
): string[] => {
  const selection = parseSelection(text)
  switch (selection?.kind) {
    case undefined:
      return []
    case 'node':
      return [nodeCardId(selection.name)]
    case 'vtep': {
      const vtep = overlay?.vteps.find(one => one.id === selection.id)
      return vtep === undefined ? [] : cardsOfVtep(vtep)
    }
    case 'group':
      return graph.hubs.filter(hub => hub.groups.some(group => group.id === selection.id)).map(hub => hub.id)
    case 'fold':
    case 'edge':
      return [...graph.folds, ...graph.edges].filter(one => one.id === selection.id).map(one => one.id)
    case 'tunnel':
      return edgesOfTunnel(graph, overlay, selection.id, fold)
    case 'mac':
      return graph.macs.filter(mac => mac.selection === text).map(mac => mac.id)
  }
}
