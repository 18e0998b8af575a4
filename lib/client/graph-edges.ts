import type { Overlay, State, Tunnel, TunnelKind, Vtep } from '@/lib/model/overlay'
import { cardsOfVtep, nodeCardId } from './graph-cards'
import type { GraphEdge, GraphHub, GraphSpoke, Lane } from './graph-types'

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
const startCards = (tunnel: Tunnel, from: Vtep, own: readonly string[]): readonly string[] => {
  if (from.nodes.length < 2) return own
  const narrowed = from.nodes.filter(name => tunnel.nodes.includes(name))
  return narrowed.length > 0 ? narrowed.map(nodeCardId) : own
}

type LifeOf = (card: string, vtep: string, vni: number) => Lane['life']

const freshestLife = (tunnels: readonly Tunnel[], card: string, lifeOf: LifeOf): Lane['life'] =>
  tunnels
    .map(tunnel => lifeOf(card, tunnel.to, tunnel.vni))
    .reduce((best, life) => (life !== null && (best === null || life.expiresAt > best.expiresAt) ? life : best), null)

/** So many tunnels of a direction are named one by one. */
const LISTED = 50

const laneOf = (tunnels: readonly Tunnel[], card: string, lifeOf: LifeOf, merged: boolean): Lane | null => {
  if (tunnels.length === 0) return null
  const known = new Set<TunnelKind>()
  const states = new Set<State>()
  let [macs, oneWays] = [0, 0]
  for (const tunnel of tunnels) {
    for (const kind of tunnel.kinds) known.add(kind)
    states.add(tunnel.state)
    macs += tunnel.macs
    if (tunnel.oneWay) oneWays += 1
  }
  const kinds = sortKinds(known)
  return {
    kind: kinds[0] ?? 'remote',
    ...{ kinds, macs, oneWays },
    oneWay: merged ? oneWays === tunnels.length : oneWays > 0,
    state: bestState([...states]),
    life: !merged && kinds[0] === 'learned' ? freshestLife(tunnels, card, lifeOf) : null,
    tunnels: tunnels.slice(0, LISTED).map(({ id, vni }) => ({ id, vni })),
    count: tunnels.length,
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

const sayMerged = (lane: Lane | null, from: string, to: string): string[] =>
  lane === null
    ? []
    : [
        `${lane.count} ${lane.count === 1 ? 'tunnel' : 'tunnels'} ${from} to ${to}, ${lane.kinds.join(' and ')}` +
          (lane.oneWays > 0 ? `, ${lane.oneWays} one-way` : ''),
      ]

interface Pair {
  a: string
  b: string
  forward: Tunnel[]
  backward: Tunnel[]
}

/** Between which things of the graph a tunnel from one card to another is drawn. */
export type EndsOf = (start: string, end: string) => readonly (readonly [string, string])[]

const pairTunnels = (overlay: Overlay, vni: number | null, endsOf: EndsOf): Pair[] => {
  const vteps = new Map(overlay.vteps.map(vtep => [vtep.id, vtep]))
  const pairs = new Map<string, Map<string, Pair>>()
  const pairOf = (a: string, b: string): Pair => {
    const own = pairs.get(a) ?? new Map<string, Pair>()
    pairs.set(a, own)
    const pair = own.get(b) ?? { a, b, forward: [], backward: [] }
    own.set(b, pair)
    return pair
  }
  const add = (tunnel: Tunnel, start: string, end: string): void => {
    if (start < end) pairOf(start, end).forward.push(tunnel)
    else pairOf(end, start).backward.push(tunnel)
  }
  const cards = new Map(overlay.vteps.map(vtep => [vtep.id, cardsOfVtep(vtep)]))
  for (const tunnel of overlay.tunnels) {
    if (vni !== null && tunnel.vni !== vni) continue
    const from = vteps.get(tunnel.from)
    const to = vteps.get(tunnel.to)
    if (from === undefined || to === undefined) continue
    for (const start of startCards(tunnel, from, cards.get(from.id) ?? [])) {
      for (const end of cards.get(to.id) ?? []) {
        if (start === end) continue
        for (const [one, other] of endsOf(start, end)) add(tunnel, one, other)
      }
    }
  }
  return [...pairs.values()].flatMap(own => [...own.values()])
}

export interface EdgeOptions {
  vni: number | null
  /** What cards and groups are called. */
  names: ReadonlyMap<string, string>
  groups: ReadonlySet<string>
  endsOf: EndsOf
  lifeOf: LifeOf
}

const buildEdge = ({ a, b, forward, backward }: Pair, { names, groups, lifeOf }: EdgeOptions): GraphEdge => {
  const name = (id: string) => names.get(id) ?? id
  const merged = groups.has(a) || groups.has(b)
  const lanes = { forward: laneOf(forward, a, lifeOf, merged), backward: laneOf(backward, b, lifeOf, merged) }
  const said = merged
    ? [...sayMerged(lanes.forward, name(a), name(b)), ...sayMerged(lanes.backward, name(b), name(a))]
    : [
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
    merged,
  }
}

/** One edge per two things with tunnels between them, whatever their direction and VNI; in the order of their ids. */
export const buildEdges = (overlay: Overlay, options: EdgeOptions): GraphEdge[] =>
  pairTunnels(overlay, options.vni, options.endsOf)
    .map(pair => buildEdge(pair, options))
    .sort((x, y) => (x.id < y.id ? -1 : 1))

/** So many edges are drawn at most. */
export const EDGES_SHOWN = 180

const tunnelsOn = (edge: GraphEdge): number => (edge.forward?.count ?? 0) + (edge.backward?.count ?? 0)
const oneWaysOn = (edge: GraphEdge): number => (edge.forward?.oneWays ?? 0) + (edge.backward?.oneWays ?? 0)

/** As many edges as can be read: those of what is picked first, then one-way ones, then those of the most tunnels. */
export const chooseEdges = (
  edges: readonly GraphEdge[],
  picked: ReadonlySet<string>,
): { edges: readonly GraphEdge[]; hidden: number } => {
  if (edges.length <= EDGES_SHOWN) return { edges, hidden: 0 }
  const touches = (edge: GraphEdge): number => Number(picked.has(edge.a) || picked.has(edge.b) || picked.has(edge.id))
  const chosen = new Set(
    [...edges]
      .sort(
        (a, b) =>
          touches(b) - touches(a) ||
          Number(oneWaysOn(b) > 0) - Number(oneWaysOn(a) > 0) ||
          tunnelsOn(b) - tunnelsOn(a) ||
          (a.id < b.id ? -1 : 1),
      )
      .slice(0, EDGES_SHOWN),
  )
  return { edges: edges.filter(edge => chosen.has(edge)), hidden: edges.length - chosen.size }
}

/** Groups by address, each with the cards that are members; too many of them are only counted. */
export const buildHubs = (
  overlay: Overlay,
  vni: number | null,
  unitOf: (card: string) => string | null = card => card,
): { hubs: GraphHub[]; spokes: GraphSpoke[]; hidden: number } => {
  const vteps = new Map(overlay.vteps.map(vtep => [vtep.id, vtep]))
  const addresses = new Map<string, Overlay['groups']>()
  for (const group of overlay.groups) {
    const known = addresses.get(group.address)
    if (known === undefined) addresses.set(group.address, [group])
    else known.push(group)
  }
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
        for (const card of cardsOfVtep(vtep).flatMap(one => unitOf(one) ?? [])) {
          const member = members.get(card) ?? { vnis: [], states: [] }
          if (!member.vnis.includes(group.vni)) member.vnis.push(group.vni)
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
