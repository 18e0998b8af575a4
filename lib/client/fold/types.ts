/** What nodes are put together by. `tag=KEY` is the value of tags like `site=ams` or `site:ams`. */
export type GroupBy = 'tag' | 'subnet' | 'name' | 'vni' | `tag=${string}`

/** A card of the graph as grouping sees it: a node or a ghost VTEP. */
export interface FoldItem {
  /** Id of its card. */
  id: string
  name: string
  ghost: boolean
  tags: readonly string[]
  /** Of its first VTEP; `null` for a node without one. */
  address: string | null
  /** The subnet its address is in, as the node has it; `null` where that tells nothing. */
  subnet: string | null
  /** The lowest VNI it is a member of. */
  vni: number | null
}

/** Cards that are shown as one until they are unfolded: into groups, or, where it has none, into its cards. */
export interface FoldGroup {
  /** `fold:` and what it is: the same for the same set of things. */
  id: string
  label: string
  items: readonly FoldItem[]
  groups: readonly FoldGroup[]
}

/** At most so many things stand in one ring: more of them are put together again. */
export const RING = 20
