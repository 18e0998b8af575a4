/** A change of one item: its key, and what stands there afterwards. */
export type Edit<K, T extends K> = readonly [key: K, item: T | null]

const MOST = 256
const FILL = 128

type Chunks<T> = readonly (readonly T[])[]

const chunked = <T>(items: readonly T[]): T[][] => {
  const chunks: T[][] = []
  for (let at = 0; at < items.length; at += FILL) chunks.push(items.slice(at, at + FILL))
  return chunks
}

/**
 * A sorted list that is never changed in place: `with` and `without` give another one which shares all but a few hundred
 * places with it. So one of 100,000 items changes in microseconds, and two versions are compared by what they don't share.
 * `K` is what the order looks at; an item holds its own key.
 */
export class Sorted<K, T extends K> implements Iterable<T> {
  private array: readonly T[] | null = null

  private constructor(
    private readonly order: (a: K, b: K) => number,
    private readonly chunks: Chunks<T>,
    readonly size: number,
  ) {}

  /** Of items in any order, no two with one key. */
  static of<K, T extends K>(order: (a: K, b: K) => number, items: Iterable<T> = []): Sorted<K, T> {
    const sorted = [...items].sort(order)
    return new Sorted(order, chunked(sorted), sorted.length)
  }

  *[Symbol.iterator](): Iterator<T> {
    for (const chunk of this.chunks) yield* chunk
  }

  /** All items in order: one array, made when first asked for. */
  items(): readonly T[] {
    this.array ??= this.chunks.flat()
    return this.array
  }

  get(key: K): T | undefined {
    const { chunk, at, found } = this.locate(key)
    return found ? this.chunks[chunk]?.[at] : undefined
  }

  /** Items from `key` on. */
  *from(key: K): Iterable<T> {
    const start = this.locate(key)
    for (let chunk = start.chunk; chunk < this.chunks.length; chunk++) {
      const items = this.chunks[chunk] ?? []
      for (let at = chunk === start.chunk ? start.at : 0; at < items.length; at++) {
        const item = items[at]
        if (item !== undefined) yield item
      }
    }
  }

  with(item: T): Sorted<K, T> {
    const { chunk, at, found } = this.locate(item)
    const old = this.chunks[chunk] ?? []
    if (found && old[at] === item) return this
    const items = [...old.slice(0, at), item, ...old.slice(found ? at + 1 : at)]
    return this.replace(chunk, items.length > MOST ? chunked(items) : [items], found ? 0 : 1)
  }

  without(key: K): Sorted<K, T> {
    const { chunk, at, found } = this.locate(key)
    if (!found) return this
    const items = (this.chunks[chunk] ?? []).filter((_, index) => index !== at)
    return this.replace(chunk, items.length === 0 ? [] : [items], -1)
  }

  /** Many edits at once, no two of one key. */
  edited(edits: readonly Edit<K, T>[]): Sorted<K, T> {
    if (edits.length < 32 || edits.length < this.size / 64) {
      return edits.reduce<Sorted<K, T>>((list, [key, item]) => (item ? list.with(item) : list.without(key)), this)
    }
    return this.merged([...edits].sort(([a], [b]) => this.order(a, b)))
  }

  /** What stands in this list and not, or not the same, in `before`; and the keys' items that stood there and no longer do. */
  since(before: Sorted<K, T>): { put: T[]; gone: T[] } {
    const shared = new Set<readonly T[]>(before.chunks)
    const mine = this.chunks.filter(chunk => !shared.has(chunk)).flat()
    const own = new Set<readonly T[]>(this.chunks)
    const theirs = before.chunks.filter(chunk => !own.has(chunk)).flat()
    const old = new Set(theirs)
    return { put: mine.filter(item => !old.has(item)), gone: theirs.filter(item => this.get(item) === undefined) }
  }

  private merged(edits: readonly Edit<K, T>[]): Sorted<K, T> {
    const items: T[] = []
    let next = 0
    const take = () => {
      const item = edits[next]?.[1]
      if (item) items.push(item)
      next += 1
    }
    for (const item of this) {
      let same = false
      for (let edit = edits[next]; edit; edit = edits[next]) {
        const order = this.order(edit[0], item)
        if (order > 0) break
        same = order === 0
        take()
        if (same) break
      }
      if (!same) items.push(item)
    }
    while (next < edits.length) take()
    return new Sorted(this.order, chunked(items), items.length)
  }

  private replace(chunk: number, by: Chunks<T>, more: number): Sorted<K, T> {
    const chunks = [...this.chunks.slice(0, chunk), ...by, ...this.chunks.slice(chunk + 1)]
    return new Sorted(this.order, chunks, this.size + more)
  }

  /** Where `key` is or would be. */
  private locate(key: K): { chunk: number; at: number; found: boolean } {
    let [low, high] = [0, this.chunks.length - 1]
    while (low < high) {
      const middle = (low + high) >> 1
      const last = this.chunks[middle]?.at(-1)
      if (last !== undefined && this.order(last, key) < 0) low = middle + 1
      else high = middle
    }
    const items = this.chunks[low] ?? []
    let [from, to] = [0, items.length]
    while (from < to) {
      const middle = (from + to) >> 1
      const item = items[middle]
      if (item !== undefined && this.order(item, key) < 0) from = middle + 1
      else to = middle
    }
    const item = items[from]
    return { chunk: Math.max(0, low), at: from, found: item !== undefined && this.order(item, key) === 0 }
  }
}
