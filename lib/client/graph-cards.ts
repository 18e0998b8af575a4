import type { Overlay, Vtep } from '@/lib/model/overlay'
import type { CardVtep, GraphCard } from './graph-types'

/** More cards than this are drawn small. */
export const FULL_CARDS = 6
const VTEPS_SHOWN = 3

export const nodeCardId = (name: string): string => `node:${name}`

/** The cards a VTEP stands on: its nodes, or its own when it is a ghost. */
export const cardsOfVtep = (vtep: Vtep): string[] => (vtep.nodes.length === 0 ? [vtep.id] : vtep.nodes.map(nodeCardId))

const cardVtep = (vtep: Vtep): CardVtep => ({
  id: vtep.id,
  address: vtep.address,
  vrf: vtep.underlay,
  vnis: vtep.vnis,
  shared: vtep.nodes.length > 1,
  state: vtep.state,
})

const byName = (a: { name: string }, b: { name: string }) => a.name.localeCompare(b.name, 'en', { numeric: true })

/** One card per node and one per ghost, nodes first, each in the order of their names: the order the layout stands on. */
export const buildCards = (overlay: Overlay, vni: number | null): GraphCard[] => {
  const own = new Map<string, Vtep[]>()
  for (const vtep of overlay.vteps) {
    for (const name of vtep.nodes) own.set(name, [...(own.get(name) ?? []), vtep])
  }
  const members = new Set(overlay.vnis.find(one => one.vni === vni)?.members.map(member => member.node))
  const ghosts = overlay.vteps.filter(vtep => vtep.nodes.length === 0)
  const compact = overlay.nodes.length + ghosts.length > FULL_CARDS
  const nodeCards = overlay.nodes.map((node): GraphCard => {
    const vteps = own.get(node.name) ?? []
    const shown = compact ? 1 : VTEPS_SHOWN
    return {
      id: nodeCardId(node.name),
      kind: 'node',
      name: node.name,
      platform: node.platform,
      os: node.os,
      status: node.status,
      state: node.state,
      error: node.error?.code ?? null,
      vteps: vteps.slice(0, shown).map(cardVtep),
      moreVteps: Math.max(0, vteps.length - shown),
      compact,
      dim: vni !== null && !members.has(node.name),
    }
  })
  const ghostCards = ghosts.map(
    (vtep): GraphCard => ({
      id: vtep.id,
      kind: 'ghost',
      name: vtep.address,
      platform: 'unknown',
      os: null,
      status: null,
      state: vtep.state,
      error: null,
      vteps: [cardVtep(vtep)],
      moreVteps: 0,
      compact,
      dim: vni !== null && !vtep.vnis.includes(vni),
    }),
  )
  return [...nodeCards.sort(byName), ...ghostCards.sort(byName)]
}
