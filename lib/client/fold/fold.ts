import type { Overlay } from '@/lib/model/overlay'
import { sameValue } from '../reuse'
import { foldItems } from './items'
import { automaticBy, possibleBy } from './keys'
import { buildTree } from './tree'
import type { FoldGroup, FoldItem, GroupBy } from './types'

/** Up to so many cards stand by themselves. */
export const UNFOLDED = 48
/** Up to so many there is nothing worth folding, whoever asks. */
export const SMALL = 12
/** Cards and groups that are mounted at most; what was unfolded first is folded again. */
const CARDS_MOUNTED = 110

/** Things that stand in one ring: the top of all, or what an unfolded group shows. */
export interface FoldRing {
  /** The group that is unfolded; `null` for the top. */
  group: FoldGroup | null
  /** Ids of its groups and cards, in the order they stand. */
  units: readonly string[]
}

/** What is shown of an overlay in which cards are put together. */
export interface Fold {
  by: GroupBy
  /** Nobody has said by what. */
  automatic: boolean
  possible: readonly GroupBy[]
  rings: readonly FoldRing[]
  /** Groups that are shown, folded or not, by their ids. */
  groups: ReadonlyMap<string, FoldGroup>
  /** Of each card, the units it stands in or is: from the top ring inwards. */
  chains: ReadonlyMap<string, readonly string[]>
  /** Of each shown group, the unfolded ones it stands in, from the top inwards. */
  parents: ReadonlyMap<string, readonly string[]>
  open: readonly string[]
  /** Groups that were to be open and aren't: no more would fit. */
  foldedAgain: number
  nodes: number
  /** What the tree was made from, and the tree: kept for as long as no card comes or goes. */
  source: { items: readonly FoldItem[]; by: GroupBy; possible: readonly GroupBy[]; tree: FoldGroup }
}

export interface FoldView {
  vni: number | null
  /** `null`: automatic. */
  by: GroupBy | null
  /** Groups to be unfolded, the last one the most wanted. */
  open: readonly string[]
  /** Cards and groups that must be in sight: the groups they are in are unfolded. */
  wanted: readonly string[]
}

interface Known {
  group: FoldGroup
  parents: readonly FoldGroup[]
}

const indexGroups = (tree: FoldGroup): Map<string, Known> => {
  const index = new Map<string, Known>()
  const walk = (groups: readonly FoldGroup[], parents: readonly FoldGroup[]): void => {
    for (const group of groups) {
      index.set(group.id, { group, parents })
      walk(group.groups, [...parents, group])
    }
  }
  walk(tree.groups, [])
  return index
}

const isCard = (group: FoldGroup): boolean => group.items.length === 1

/** What an unfolded group shows: its groups, those of one card as that card, or its cards. */
const unitsOf = (group: FoldGroup): { id: string; group: FoldGroup | null }[] =>
  group.groups.length === 0
    ? group.items.map(({ id }) => ({ id, group: null }))
    : group.groups.map(one =>
        isCard(one) ? { id: one.items[0]?.id ?? one.id, group: null } : { id: one.id, group: one },
      )

/** Groups that are to be open, those above them included, as many as can be mounted: the most wanted first. */
const chooseOpen = (tree: FoldGroup, index: ReadonlyMap<string, Known>, { open, wanted }: FoldView) => {
  const holding = wanted.flatMap(card =>
    [...index.values()].filter(({ group }) => !isCard(group) && group.items.some(item => item.id === card)),
  )
  const above = wanted.flatMap(id => (index.get(id)?.parents ?? []).flatMap(parent => index.get(parent.id) ?? []))
  const asked = [...open.flatMap(id => index.get(id) ?? []), ...holding, ...above]
  const chosen = new Map<string, FoldGroup>()
  let mounted = unitsOf(tree).length
  let left = 0
  for (const { group, parents } of asked.toReversed()) {
    const fresh = [...parents, group].filter(one => !chosen.has(one.id) && !isCard(one))
    const more = fresh.reduce((sum, one) => sum + unitsOf(one).length, 0)
    if (mounted + more > CARDS_MOUNTED) {
      left += 1
      continue
    }
    mounted += more
    for (const one of fresh) chosen.set(one.id, one)
  }
  const order = asked.flatMap(({ group, parents }) => [...parents, group].map(one => one.id))
  return { open: [...new Set(order)].filter(id => chosen.has(id)), left }
}

const sourceOf = (items: readonly FoldItem[], asked: GroupBy | null, previous: Fold | null): Fold['source'] => {
  const known = previous?.source
  const same = known !== undefined && sameValue(known.items, items)
  const possible = same ? known.possible : possibleBy(items)
  const by = asked !== null && possible.includes(asked) ? asked : automaticBy(items)
  return same && known.by === by ? known : { items, by, possible, tree: buildTree(items, by) }
}

/**
 * The overlay's cards put together in groups; `null` where there are few enough to stand by themselves. It follows from
 * the set of cards and the view alone, so a link shows the same to everybody.
 */
export const foldOverlay = (overlay: Overlay, view: FoldView, previous: Fold | null = null): Fold | null => {
  const items = foldItems(overlay, view.vni)
  if (items.length <= (view.by === null ? UNFOLDED : SMALL)) return null
  const source = sourceOf(items, view.by, previous)
  const { by, possible, tree } = source
  const index = indexGroups(tree)
  const { open, left } = chooseOpen(tree, index, view)
  const automatic = view.by !== by
  if (
    previous?.source === source &&
    sameValue([previous.open, previous.foldedAgain, previous.automatic], [open, left, automatic])
  )
    return previous
  const groups = new Map<string, FoldGroup>()
  const chains = new Map<string, readonly string[]>()
  const parents = new Map<string, readonly string[]>()
  const rings: FoldRing[] = []
  const isOpen = new Set(open)
  const show = (group: FoldGroup, above: readonly string[], top: boolean): void => {
    const units = unitsOf(group)
    rings.push({ group: top ? null : group, units: units.map(unit => unit.id) })
    for (const unit of units) {
      const chain = [...above, unit.id]
      for (const item of unit.group?.items ?? []) chains.set(item.id, chain)
      if (unit.group === null) chains.set(unit.id, chain)
      else {
        groups.set(unit.id, unit.group)
        parents.set(unit.id, above)
      }
    }
    for (const unit of units)
      if (unit.group !== null && isOpen.has(unit.id)) show(unit.group, [...above, unit.id], false)
  }
  show(tree, [], true)
  const placed = open.flatMap(id => rings.find(ring => ring.group?.id === id) ?? [])
  const [first] = rings
  return {
    by,
    automatic,
    possible,
    rings: first === undefined ? [] : [first, ...placed],
    groups,
    chains,
    parents,
    open,
    foldedAgain: left,
    nodes: items.filter(item => !item.ghost).length,
    source,
  }
}

/** The units between which a tunnel from one card to another is drawn: those side by side in one ring. `null` within one unit. */
export const unitsBetween = ({ chains }: Fold, a: string, b: string): [string, string] | null => {
  const [one, other] = [chains.get(a), chains.get(b)]
  if (one === undefined || other === undefined) return null
  for (const [at, unit] of one.entries()) {
    const opposite = other[at]
    if (opposite === undefined) return null
    if (opposite !== unit) return [unit, opposite]
  }
  return null
}
