/** A change of one item: its key, and what stands there afterwards. */
export type Edit<K, T extends K> = readonly [key: K, item: T | null]

/** Told of each edit: what stood there, and what stands there now. */
export type Note<T> = (was: T | null, is: T | null) => void

/** A sorted list in runs of some hundred items. */
export type Chunks<T> = readonly (readonly T[])[]

type Order<K> = (a: K, b: K) => number

const MOST = 256
const FILL = 128

export const chunked = <T>(items: readonly T[]): T[][] => {
  const chunks: T[][] = []
  for (let at = 0; at < items.length; at += FILL) chunks.push(items.slice(at, at + FILL))
  return chunks
}

/** Items that stood in one run, in as few runs as hold them; empty ones aren't kept. */
export const fitting = <T>(items: T[]): T[][] =>
  items.length === 0 ? [] : items.length > MOST ? chunked(items) : [items]

/** `flat` takes ten times as long. */
export const flattened = <T>(chunks: Chunks<T>): T[] => {
  const items: T[] = []
  for (const chunk of chunks) for (const item of chunk) items.push(item)
  return items
}

/** Items of two lists but for chunks that both have; they mostly differ in one place, so their ends aren't looked up. */
export const unshared = <T>(chunks: Chunks<T>, others: Chunks<T>): [mine: T[], theirs: T[]] => {
  const most = Math.min(chunks.length, others.length)
  let start = 0
  while (start < most && chunks[start] === others[start]) start += 1
  let end = 0
  while (end < most - start && chunks[chunks.length - 1 - end] === others[others.length - 1 - end]) end += 1
  const [mine, theirs] = [chunks, others].map(list => list.slice(start, list.length - end))
  return [without(mine ?? [], theirs ?? []), without(theirs ?? [], mine ?? [])]
}

const without = <T>(chunks: Chunks<T>, others: Chunks<T>): T[] => {
  const shared = new Set(others)
  return flattened(chunks.filter(chunk => !shared.has(chunk)))
}

/** Where `key` is or would be in a run, from `start` on. */
export const placeIn = <K, T extends K>(order: Order<K>, run: readonly T[], key: K, start = 0): number => {
  let [from, to] = [start, run.length]
  while (from < to) {
    const middle = (from + to) >> 1
    const item = run[middle]
    if (item !== undefined && order(item, key) < 0) from = middle + 1
    else to = middle
  }
  return from
}

/** A run after edits, which are in order as it is. */
export const mergeRun = <K, T extends K>(
  order: Order<K>,
  run: readonly T[],
  edits: readonly Edit<K, T>[],
  note: Note<T>,
): T[] => {
  const items: T[] = []
  let at = 0
  const takeTo = (end: number) => {
    for (; at < end; at++) {
      const known = run[at]
      if (known !== undefined) items.push(known)
    }
  }
  for (const [key, item] of edits) {
    takeTo(placeIn(order, run, key, at))
    const known = run[at]
    const isKnown = known !== undefined && order(known, key) === 0
    if (isKnown) at += 1
    if (item) items.push(item)
    note(isKnown ? known : null, item)
  }
  takeTo(run.length)
  return items
}
