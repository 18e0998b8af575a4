import type { Overlay, State, Tunnel, TunnelKind, Vtep } from '@/lib/model/overlay'
import { cardsOfVtep, nodeCardId } from './graph-cards'
import type { GraphCard, GraphEdge, GraphHub, GraphSpoke, Lane } from './graph-types'

/** Strongest reason first: what was heard, then what was told, then what was only set up. */
const STRENGTH: readonly TunnelKind[] = ['learned', 'extern', 'static', 'remote', 'flood']

/** More groups than this aren't drawn unless a VNI is picked. */
export const GROUPS_SHOWN = 9

const sortKinds = (kinds: Iterable<TunnelKind>): TunnelKind[] => {
  const set = new Set(kinds)
  return STRENGTH.filter(kind => set.has(kind))
}

/** The state of several things together: live as soon as one is. */
export const bestState = (states: readonly State[]): State =>
  states.includes('live') ? 'live' : states.includes('stale') ? 'stale' : 'unknown'

/** A shared address stands on several nodes; `nodes` says which of them have the tunnel. */
const startCards = (tunnel: Tunnel, from: Vtep): string[] => {
  const narrowed = from.nodes.length > 1 ? from.nodes.filter(name => tunnel.nodes.includes(name)) : []
  return narrowed.length > 0 ? narrowed.map(nodeCardId) : cardsOfVtep(from)
}

type LifeOf = (card: string, vtep: string, vni: number) => Lane['life']

const freshestLife = (tunnels: readonly Tunnel[], card: string, lifeOf: LifeOf): Lane['life'] =>
  tunnels
    .map(tunnel => lifeOf(card, tunnel.to, tunnel.vni))
    .reduce((best, life) => (life !== null && (best === null || life.expiresAt > best.expiresAt) ? life : best), null)

const laneOf = (tunnels: readonly Tunnel[], card: string, lifeOf: LifeOf): Lane | null => {
  const kinds = sortKinds(tunnels.flatMap(tunnel => tunnel.kinds))
  if (tunnels.length === 0) return null
  return {
    kind: kinds[0] ?? 'remote',
    kinds,
    macs: tunnels.reduce((sum, tunnel) => sum + tunnel.macs, 0),
    oneWay: tunnels.some(tunnel => tunnel.oneWay),
    state: bestState(tunnels.map(tunnel => tunnel.state)),
    life: kinds[0] === 'learned' ? freshestLife(tunnels, card, lifeOf) : null,
    tunnels: tunnels.map(({ id, vni }) => ({ id, vni })),
  }
}

const NAMED_TUNNELS = 6

const sayTunnel = (tunnel: Tunnel, from: string, to: string): string =>
  [
    `tunnel ${from} to ${to}`,
    `VNI ${tunnel.vni}`,
    sortKinds(tunnel.kinds).join(' and '),
    ...(tunnel.oneWay ? ['one-way'] : []),
    ...(tunnel.state === 'live' ? [] : [tunnel.state]),
  ].join(', ')

interface Pair {
  a: string
  b: string
  forward: Tunnel[]
  backward: Tunnel[]
}

const pairTunnels = (overlay: Overlay, vni: number | null): Pair[] => {
  const vteps = new Map(overlay.vteps.map(vtep => [vtep.id, vtep]))
  const pairs = new Map<string, Pair>()
  for (const tunnel of overlay.tunnels) {
    if (vni !== null && tunnel.vni !== vni) continue
    const from = vteps.get(tunnel.from)
    const to = vteps.get(tunnel.to)
    if (from === undefined || to === undefined) continue
    for (const start of startCards(tunnel, from)) {
      for (const end of cardsOfVtep(to)) {
        if (start === end) continue
        const [a, b] = start < end ? [start, end] : [end, start]
        const key = `${a}|${b}`
        const pair = pairs.get(key) ?? { a, b, forward: [], backward: [] }
        pair[start === a ? 'forward' : 'backward'].push(tunnel)
        pairs.set(key, pair)
      }
    }
  }
  return [...pairs.values()]
}

/** One edge per two cards with tunnels between them, whatever their direction and VNI; in the order of their ids. */
export const buildEdges = (
  overlay: Overlay,
  cards: readonly GraphCard[],
  vni: number | null,
  lifeOf: LifeOf,
): GraphEdge[] => {
  const names = new Map(cards.map(card => [card.id, card.name]))
  const name = (id: string) => names.get(id) ?? id
  const edges = pairTunnels(overlay, vni).map(({ a, b, forward, backward }): GraphEdge => {
    const lanes = { forward: laneOf(forward, a, lifeOf), backward: laneOf(backward, b, lifeOf) }
    const said = [
      ...forward.map(tunnel => sayTunnel(tunnel, name(a), name(b))),
      ...backward.map(tunnel => sayTunnel(tunnel, name(b), name(a))),
    ]
    const rest = said.length - NAMED_TUNNELS
    return {
      id: `edge:${a}|${b}`,
      a,
      b,
      ...lanes,
      vnis: [...new Set([...forward, ...backward].map(tunnel => tunnel.vni))].sort((x, y) => x - y),
      macs: (lanes.forward?.macs ?? 0) + (lanes.backward?.macs ?? 0),
      label: said.slice(0, NAMED_TUNNELS).join('; ') + (rest > 0 ? `; and ${rest} more` : ''),
    }
  })
  return edges.sort((x, y) => (x.id < y.id ? -1 : 1))
}

/** Groups by address, each with the cards that are members; too many of them are only counted. */
export const buildHubs = (
  overlay: Overlay,
  vni: number | null,
): { hubs: GraphHub[]; spokes: GraphSpoke[]; hidden: number } => {
  const vteps = new Map(overlay.vteps.map(vtep => [vtep.id, vtep]))
  const addresses = new Map<string, Overlay['groups']>()
  for (const group of overlay.groups) addresses.set(group.address, [...(addresses.get(group.address) ?? []), group])
  const shown = [...addresses]
    .filter(([, groups]) => addresses.size <= GROUPS_SHOWN || groups.some(group => group.vni === vni))
    .sort(([a], [b]) => a.localeCompare(b, 'en', { numeric: true }))
  const spokes: GraphSpoke[] = []
  const hubs = shown.map(([address, groups]): GraphHub => {
    const id = `hub:${address}`
    const picked = groups.filter(group => vni === null || group.vni === vni)
    const members = new Map<string, { vnis: number[]; states: State[] }>()
    for (const group of picked) {
      for (const vtep of group.members.flatMap(member => vteps.get(member) ?? [])) {
        for (const card of cardsOfVtep(vtep)) {
          const member = members.get(card) ?? { vnis: [], states: [] }
          member.vnis.push(group.vni)
          member.states.push(vtep.state)
          members.set(card, member)
        }
      }
    }
    for (const [card, { vnis, states }] of members) {
      spokes.push({ id: `spoke:${id}|${card}`, hub: id, card, vnis, state: bestState(states) })
    }
    return { id, address, groups: groups.map(group => ({ id: group.id, vni: group.vni })), dim: picked.length === 0 }
  })
  return { hubs, spokes, hidden: addresses.size - shown.length }
}
