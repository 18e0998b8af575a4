import { keyBy, labelOf, REST } from './keys'
import { chunks, natural } from './order'
import { type FoldGroup, type FoldItem, type GroupBy, RING } from './types'

const byName = (a: FoldItem, b: FoldItem): number => natural(a.name, b.name)

/** `leaf01 – 40`, `VNI 10 – 19`: what both begin with is said once. */
const span = (first: string, last: string): string => {
  if (first === last) return first
  const front = /^(.*?)\d+$/.exec(first)?.[1] ?? ''
  const rest = last.slice(front.length)
  return front !== '' && last.startsWith(front) && /^\d+$/.test(rest) ? `${first} – ${rest}` : `${first} – ${last}`
}

const spanOf = (items: readonly FoldItem[]): string => span(items[0]?.name ?? '', items.at(-1)?.name ?? '')

const WIDTHS = [20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 50_000]

/** Names that end in numbers, cut where the numbers are round: so one that comes or goes moves no other to another group. */
const cutByNumber = (items: readonly FoldItem[]): { key: string; items: FoldItem[] }[] | null => {
  const numbers = new Map<FoldItem, { front: string; number: number }>()
  for (const item of items) {
    const [, front, digits] = /^(.*?)(\d{1,9})$/.exec(item.name) ?? []
    if (front === undefined || digits === undefined) return null
    numbers.set(item, { front, number: Number(digits) })
  }
  for (const width of WIDTHS) {
    const cut = new Map<string, FoldItem[]>()
    for (const [item, { front, number }] of numbers) {
      const key = `${front}${Math.floor(Math.max(0, number - 1) / width) * width + 1}+${width}`
      const known = cut.get(key)
      if (known === undefined) cut.set(key, [item])
      else known.push(item)
    }
    if (cut.size === 1) return null
    if (cut.size <= RING) return [...cut].map(([key, found]) => ({ key, items: found }))
  }
  return null
}

const cutInParts = (items: readonly FoldItem[]): { key: string; items: FoldItem[] }[] =>
  chunks(items, Math.min(RING, Math.ceil(items.length / RING))).map(part => ({ key: spanOf(part), items: part }))

/** A group of cards; too many of them for one ring are divided by their names until each part is small enough. */
const groupOf = (id: string, label: string, items: readonly FoldItem[]): FoldGroup => {
  const sorted = [...items].sort(byName)
  if (sorted.length <= RING) return { id, label, items: sorted, groups: [] }
  const parts = cutByNumber(sorted) ?? cutInParts(sorted)
  const groups = parts.map(part => groupOf(`${id}/${part.key}`, spanOf(part.items), part.items))
  return { id, label, items: sorted, groups }
}

const joined = (first: FoldGroup, part: readonly FoldGroup[]): FoldGroup => {
  const last = part.at(-1) ?? first
  return {
    id: `${first.id}..${last.id.slice('fold:'.length)}`,
    label: span(first.label, last.label),
    items: part.flatMap(group => group.items),
    groups: part,
  }
}

/** Too many groups for one ring, put together again. */
const together = (groups: readonly FoldGroup[]): FoldGroup[] => {
  if (groups.length <= RING) return [...groups]
  return chunks(groups, RING).flatMap(part => {
    const [first] = part
    return first === undefined ? [] : [part.length === 1 ? first : joined(first, part)]
  })
}

/** So many ghosts or more are a group of their own. */
const GHOSTS = 4

/**
 * All cards as groups of groups, each small enough for one ring. It follows from the set of cards alone. Ghosts, whom nobody
 * has tagged or named, stand together.
 */
export const buildTree = (items: readonly FoldItem[], by: GroupBy): FoldGroup => {
  const nodes = items.filter(item => !item.ghost)
  const ghosts = items.filter(item => item.ghost)
  const key = keyBy(items, by)
  const keyed = new Map<string, FoldItem[]>()
  for (const node of nodes) {
    const own = keyed.get(key(node)) ?? []
    own.push(node)
    keyed.set(key(node), own)
  }
  const sorted = [...keyed].sort(([a], [b]) => Number(a === REST) - Number(b === REST) || natural(a, b))
  const groups = sorted.map(([value, found]) => groupOf(`fold:${by}=${value}`, labelOf(by, value), found))
  const apart = ghosts.length < GHOSTS ? [] : [groupOf('fold:ghosts', 'Ghost VTEPs', ghosts)]
  const [only] = groups
  // One group for all would be a step without a sense.
  const top = groups.length === 1 && only !== undefined && only.groups.length > 0 ? [...only.groups] : groups
  const loose = ghosts.length < GHOSTS ? ghosts.map(ghost => groupOf(ghost.id, ghost.name, [ghost])) : []
  return { id: 'fold:', label: 'all', items, groups: [...together([...top, ...apart]), ...loose] }
}
