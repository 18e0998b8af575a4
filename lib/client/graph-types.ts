import type { FdbRow, Node, State, TunnelKind } from '@/lib/model/overlay'

export interface XY {
  x: number
  y: number
}
export interface Size {
  width: number
  height: number
}

/** To which side of its card a thing's MACs fan out: always away from the middle. */
export type Side = 'left' | 'right' | 'top' | 'bottom'
export interface Place extends XY {
  side: Side
}

/** A VTEP as a line in a card. */
export interface CardVtep {
  id: string
  address: string
  vrf: string
  vnis: number[]
  /** More than one node has this address: a conflict or an anycast pair. */
  shared: boolean
  state: State
}

/** A box of the graph: an SSH node with its VTEPs (`node:NAME`), or a VTEP that no node of ours has (its VTEP id). */
export interface GraphCard {
  id: string
  kind: 'node' | 'ghost'
  name: string
  platform: Node['platform']
  os: string | null
  status: Node['status'] | null
  state: State
  /** Code of the error that keeps the node away. */
  error: string | null
  vteps: CardVtep[]
  /** VTEPs that the card has no room for. */
  moreVteps: number
  compact: boolean
  /** Not a member of the VNI that is picked. */
  dim: boolean
  /** The unfolded group it stands in; `null` at the top. */
  frame: string | null
}

/** Cards drawn as one: a group that is folded, or whose inside stands in a frame beside it. */
export interface GraphFold {
  id: string
  label: string
  nodes: number
  ghosts: number
  /** How its nodes stand; none of them is counted twice. */
  health: { live: number; stale: number; connecting: number; unreachable: number; refused: number }
  /** VNIs that its nodes are in. */
  vnis: number
  open: boolean
  frame: string | null
}

/** Things that stand in one ring, in their order: at the top, or in the frame of an unfolded group. */
export interface GraphRing {
  frame: string | null
  units: readonly string[]
}

/** A multicast group's address, with the VNIs that flood to it. */
export interface GraphHub {
  id: string
  address: string
  groups: { id: string; vni: number }[]
  dim: boolean
}

/** Thin line from a group to a card that is its member. */
export interface GraphSpoke {
  id: string
  hub: string
  card: string
  vnis: number[]
  state: State
}

/** One direction of an edge: what the card at its start knows of the one at its end, over all its tunnels. */
export interface Lane {
  /** What the line is drawn as: the strongest reason. */
  kind: TunnelKind
  kinds: TunnelKind[]
  macs: number
  /** Of tunnels between folded groups: all of them are. */
  oneWay: boolean
  /** How many of its tunnels are. */
  oneWays: number
  state: State
  /** The freshest entry learned that way: when it ends (ms), and its ageing time (s). `null` where the server tells no end. */
  life: { expiresAt: number; ageing: number } | null
  /** The first of its tunnels; `count` is all of them. */
  tunnels: { id: string; vni: number }[]
  count: number
}

/** All tunnels between two cards, or between the cards of groups. `forward` goes from `a` to `b`. */
export interface GraphEdge {
  id: string
  a: string
  b: string
  forward: Lane | null
  backward: Lane | null
  vnis: number[]
  macs: number
  label: string
  /** One of its ends is a group. */
  merged: boolean
}

/** A MAC behind a VTEP, as one or more nodes know it. Times in ms of the server's clock. */
export interface GraphMac {
  id: string
  /** What selecting it means: the MAC in its VNI, wherever it is. */
  selection: string
  mac: string
  vni: number
  card: string
  vtep: string
  kind: string
  state: State
  /** Nodes that have this entry. */
  seenBy: string[]
  /** When its freshest entry was last updated and used. */
  updatedAt: number | null
  usedAt: number | null
  /** Seconds. */
  ageing: number | null
  basis: FdbRow['ageingBasis']
  /** When its freshest entry ends, where the server knows. */
  expiresAt: number | null
}

/** What stands for the MACs of a VTEP that aren't drawn one by one. */
export interface GraphMore {
  id: string
  card: string
  vtep: string
  count: number
  /** The rows at hand were not all there are: at least so many. */
  atLeast: boolean
}

export interface Graph {
  cards: readonly GraphCard[]
  hubs: readonly GraphHub[]
  spokes: readonly GraphSpoke[]
  edges: readonly GraphEdge[]
  macs: readonly GraphMac[]
  more: readonly GraphMore[]
  /** Groups left out because there are too many to draw without a VNI picked. */
  hiddenGroups: number
  folds: readonly GraphFold[]
  /** Where something is folded: the rings that things stand in. Empty where all stand in one. */
  rings: readonly GraphRing[]
  /** Edges left out because no more can be read at once. */
  hiddenEdges: number
  /** What places that a user has dragged things to are kept under, besides the thing. */
  scope: string
  /** It is drawn where there is more height than width. */
  narrow: boolean
}

export const EMPTY_GRAPH: Graph = {
  cards: [],
  hubs: [],
  spokes: [],
  edges: [],
  macs: [],
  more: [],
  hiddenGroups: 0,
  folds: [],
  rings: [],
  hiddenEdges: 0,
  scope: '',
  narrow: false,
}

/** The same for a screen that is higher than wide, with places of its own. */
export const narrowed = (graph: Graph): Graph => ({ ...graph, narrow: true, scope: `narrow>${graph.scope}` })
