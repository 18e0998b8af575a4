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

const { compare } = new Intl.Collator('en', { numeric: true })
const byName = (a: { name: string }, b: { name: string }) => compare(a.name, b.name)

/** Cards that are shown, each with the frame it stands in; `null` in place of a map for all of them. */
export type Shown = ReadonlyMap<string, string | null>

/** One card per node and one per ghost, nodes first, each in the order of their names: the order the layout stands on. */
export const buildCards = (overlay: Overlay, vni: number | null, shown: Shown | null = null): GraphCard[] => {
  const own = new Map<string, Vtep[]>()
  for (const vtep of overlay.vteps) {
    for (const name of vtep.nodes) {
      const known = own.get(name)
      if (known === undefined) own.set(name, [vtep])
      else known.push(vtep)
    }
  }
  const members = new Set(overlay.vnis.find(one => one.vni === vni)?.members.map(member => member.node))
  const isShown = (id: string): boolean => shown === null || shown.has(id)
  const nodes = overlay.nodes.filter(node => isShown(nodeCardId(node.name)))
  const ghosts = overlay.vteps.filter(vtep => vtep.nodes.length === 0 && isShown(vtep.id))
  const compact =
    nodes.length + ghosts.length > FULL_CARDS || [...(shown?.values() ?? [])].some(frame => frame !== null)
  const nodeCards = nodes.map((node): GraphCard => {
    const vteps = own.get(node.name) ?? []
    const lines = compact ? 1 : VTEPS_SHOWN
    return {
      id: nodeCardId(node.name),
      kind: 'node',
      name: node.name,
      platform: node.platform,
      os: node.os,
      status: node.status,
      state: node.state,
      error: node.error?.code ?? null,
      vteps: vteps.slice(0, lines).map(cardVtep),
      moreVteps: Math.max(0, vteps.length - lines),
      compact,
      dim: vni !== null && !members.has(node.name),
      frame: shown?.get(nodeCardId(node.name)) ?? null,
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
      frame: shown?.get(vtep.id) ?? null,
    }),
  )
  return [...nodeCards.sort(byName), ...ghostCards.sort(byName)]
}
