import type { Graph } from '@/lib/client/graph-types'

/** What picking a thing of the graph means, as it stands in the URL. */
export const selectionOfFlow = (graph: Graph, id: string): string | null => {
  if (id.startsWith('node:') || id.startsWith('vtep:') || id.startsWith('fold:')) return id
  if (id.startsWith('frame:')) return id.slice('frame:'.length)
  const hub = graph.hubs.find(one => one.id === id)
  if (hub !== undefined) return hub.groups[0]?.id ?? null
  const edge = graph.edges.find(one => one.id === id)
  if (edge?.merged === true) return edge.id
  if (edge !== undefined) return (edge.forward ?? edge.backward)?.tunnels[0]?.id ?? null
  const spoke = graph.spokes.find(one => one.id === id)
  if (spoke !== undefined) return selectionOfFlow(graph, spoke.hub)
  return graph.macs.find(one => one.id === id)?.selection ?? graph.more.find(one => one.id === id)?.vtep ?? null
}
