import { type Chunks, chunked, type Edit, fitting, flattened, mergeRun, type Note, placeIn, unshared } from './chunks'

/** Edits that cost less one by one. */
const FEW = 8

const NOT_NOTED = (): void => {}

/**
 * A sorted list that is never changed in place: `with` and `without` give another one which shares all but a few hundred
 * places with it. So one of 100,000 items changes in microseconds, and two versions are compared by what they don't share.
 * `K` is what the order looks at; an item holds its own key.
 */
export class Sorted<K, T extends K> implements Iterable<T> {
  private array: readonly T[] | null = null
  /** The run that was looked at last: who asks for one item often asks for its neighbour next. */
  private near = 0

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
    this.array ??= flattened(this.chunks)
    return this.array
  }

  /** All items in order, in runs: two versions share those in which nothing differs, so what a run comes to is worth remembering. */
  runs(): Chunks<T> {
    return this.chunks
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
    return this.replace(chunk, fitting(old.toSpliced(at, found ? 1 : 0, item)), found ? 0 : 1)
  }

  without(key: K): Sorted<K, T> {
    const { chunk, at, found } = this.locate(key)
    if (!found) return this
    const items = (this.chunks[chunk] ?? []).toSpliced(at, 1)
    return this.replace(chunk, fitting(items), -1)
  }

  /** The same items, those from one key on and before another a little different but for what the order looks at. */
  mapBetween({ from, to }: { from: K | null; to: K | null }, make: (item: T) => T): Sorted<K, T> {
    const isIn = (item: T): boolean =>
      (from === null || this.order(item, from) >= 0) && (to === null || this.order(item, to) < 0)
    const isApart = (run: readonly T[]): boolean => {
      const [first, last] = [run[0], run.at(-1)]
      if (first === undefined || last === undefined) return true
      return (from !== null && this.order(last, from) < 0) || (to !== null && this.order(first, to) >= 0)
    }
    const chunks = this.chunks.map(run => (isApart(run) ? run : run.map(item => (isIn(item) ? make(item) : item))))
    return new Sorted(this.order, chunks, this.size)
  }

  /** The items that pass; chunks of which all do are shared. */
  filter(keep: (item: T) => boolean): Sorted<K, T> {
    const chunks = this.chunks
      .map(chunk => (chunk.every(keep) ? chunk : chunk.filter(keep)))
      .filter(({ length }) => length > 0)
    return new Sorted(
      this.order,
      chunks,
      chunks.reduce((sum, { length }) => sum + length, 0),
    )
  }

  /** Many edits at once, no two of one key: runs without any stay as they are. */
  edited(edits: readonly Edit<K, T>[], note: Note<T> = NOT_NOTED): Sorted<K, T> {
    if (edits.length < FEW) {
      return edits.reduce<Sorted<K, T>>((list, [key, item]) => {
        if (note !== NOT_NOTED) note(list.get(key) ?? null, item)
        return item ? list.with(item) : list.without(key)
      }, this)
    }
    return this.merged(
      [...edits].sort(([a], [b]) => this.order(a, b)),
      note,
    )
  }

  /** What differs from `before`, in order: what stood there, and what stands there now. What both share isn't looked at. */
  since(before: Sorted<K, T>): [was: T | null, is: T | null][] {
    const [mine, theirs] = unshared(this.chunks, before.chunks)
    const changes: [T | null, T | null][] = []
    let [at, old] = [0, 0]
    while (at < mine.length || old < theirs.length) {
      const [is, was] = [mine[at], theirs[old]]
      const order = is === undefined ? 1 : was === undefined ? -1 : is === was ? 0 : this.order(is, was)
      if (order <= 0) at += 1
      if (order >= 0) old += 1
      if (order < 0) changes.push([null, is ?? null])
      else if (order > 0) changes.push([was ?? null, null])
      else if (is !== was) changes.push([was ?? null, is ?? null])
    }
    return changes
  }

  private merged(edits: readonly Edit<K, T>[], note: Note<T>): Sorted<K, T> {
    const chunks: (readonly T[])[] = []
    let size = this.size
    let chunk = 0
    for (let next = 0; next < edits.length; ) {
      const first = edits[next]
      if (!first) break
      const at = this.chunkFor(first[0], chunk)
      for (; chunk < at; chunk++) chunks.push(this.chunks[chunk] ?? [])
      const old = this.chunks[chunk] ?? []
      const end = chunk >= this.chunks.length - 1 ? edits.length : this.endOf(edits, next, old)
      const items = mergeRun(this.order, old, edits.slice(next, end), note)
      size += items.length - old.length
      chunks.push(...fitting(items))
      chunk += 1
      next = end
    }
    for (; chunk < this.chunks.length; chunk++) chunks.push(this.chunks[chunk] ?? [])
    return new Sorted(this.order, chunks, size)
  }

  /** Where the edits end that belong to a run. */
  private endOf(edits: readonly Edit<K, T>[], start: number, run: readonly T[]): number {
    const last = run.at(-1)
    let end = start + 1
    for (let edit = edits[end]; edit && last !== undefined && this.order(edit[0], last) <= 0; edit = edits[end])
      end += 1
    return end
  }

  private endsBefore(chunk: number, key: K): boolean {
    const last = this.chunks[chunk]?.at(-1)
    return last !== undefined && this.order(last, key) < 0
  }

  /** The first run from `from` on that ends at `key` or behind it; the last one for what is behind all. */
  private chunkFor(key: K, from = 0): number {
    const near = Math.max(from, this.near)
    if (near === from || this.endsBefore(near - 1, key)) {
      if (!this.endsBefore(near, key)) return near
      if (near + 1 < this.chunks.length && !this.endsBefore(near + 1, key)) {
        this.near = near + 1
        return near + 1
      }
    }
    let [low, high] = [from, Math.max(from, this.chunks.length - 1)]
    while (low < high) {
      const middle = (low + high) >> 1
      if (this.endsBefore(middle, key)) low = middle + 1
      else high = middle
    }
    this.near = low
    return low
  }

  private replace(chunk: number, by: Chunks<T>, more: number): Sorted<K, T> {
    return new Sorted(this.order, this.chunks.toSpliced(chunk, 1, ...by), this.size + more)
  }

  /** Where `key` is or would be. */
  private locate(key: K): { chunk: number; at: number; found: boolean } {
    const low = this.chunkFor(key)
    const items = this.chunks[low] ?? []
    const from = placeIn(this.order, items, key)
    const item = items[from]
    return { chunk: low, at: from, found: item !== undefined && this.order(item, key) === 0 }
  }
}
