import type { FDB_SORT_FIELDS } from '@/lib/model/api'
import type { FdbRow } from '@/lib/model/overlay'
import { addressKey } from '../addresses'
import { type InSteps, isStep } from '../lists/in-steps'
import { memoised, naturalKey } from '../lists/order'

export type SortField = (typeof FDB_SORT_FIELDS)[number]
export interface Sort {
  field: SortField
  descending: boolean
}

type Key = number | string | null

/** Rows, and beside each what it is ordered by. */
export interface KeyedRows {
  rows: readonly FdbRow[]
  keys: readonly Key[]
}

/** As the kernel writes them, MACs are as long as each other: their texts are in the order of their values. */
const MAKE: Readonly<Record<SortField, () => (row: FdbRow) => Key>> = {
  mac: () => row => row.mac,
  firstSeenAt: () => row => row.firstSeenAt,
  vni: () => row => row.vni,
  vlan: () => row => row.vlan,
  used: () => row => row.used,
  updated: () => row => row.updated,
  ageing: () => row => row.ageing,
  moves: () => row => row.moves,
  kind: () => row => row.kind,
  state: () => row => row.state,
  node: () => {
    const keyOf = memoised(naturalKey)
    return row => keyOf(row.node)
  },
  ifname: () => {
    const keyOf = memoised(naturalKey)
    return row => keyOf(row.ifname)
  },
  dst: () => {
    const keyOf = memoised(addressKey)
    return row => (row.dst === null ? null : keyOf(row.dst))
  },
}

/** What gives a row's key in an order. It remembers, so it is made once for many rows. */
export const keyFor = (field: SortField): ((row: FdbRow) => Key) => MAKE[field]()

/** What has no value comes last either way. Keys of one field are of one type. */
const comparing =
  (descending: boolean) =>
  (a: Key, b: Key): number => {
    if (a === b) return 0
    if (a === null) return 1
    if (b === null) return -1
    return a < b === descending ? 1 : -1
  }

/** A run of rows in an order; equal ones stay as they were. */
export const sortRun = (rows: readonly FdbRow[], keyOf: (row: FdbRow) => Key, descending: boolean): KeyedRows => {
  const compare = comparing(descending)
  const keyed = rows.map(row => ({ row, key: keyOf(row) })).sort((a, b) => compare(a.key, b.key))
  return { rows: keyed.map(({ row }) => row), keys: keyed.map(({ key }) => key) }
}

/** Where each run stands: the place of its next row, the run whose next row is first on top (a binary heap). */
class Heads {
  private readonly at: number[]
  private readonly heap: number[] = []

  constructor(
    private readonly runs: readonly KeyedRows[],
    private readonly compare: (a: Key, b: Key) => number,
  ) {
    this.at = runs.map(() => 0)
    for (let run = 0; run < runs.length; run++) if ((runs[run]?.rows.length ?? 0) > 0) this.heap.push(run)
    for (let place = this.heap.length >> 1; place >= 0; place--) this.sink(place)
  }

  /** Of equal ones that of the earlier run. */
  private isBefore(a: number, b: number): boolean {
    const keyOf = (run: number): Key => this.runs[run]?.keys[this.at[run] ?? 0] ?? null
    return (this.compare(keyOf(a), keyOf(b)) || a - b) < 0
  }

  private sink(from: number): void {
    const { heap } = this
    for (let place = from; ; ) {
      let first = place
      for (const child of [2 * place + 1, 2 * place + 2]) {
        const [one, best] = [heap[child], heap[first]]
        if (one !== undefined && best !== undefined && this.isBefore(one, best)) first = child
      }
      const [here, there] = [heap[place], heap[first]]
      if (first === place || here === undefined || there === undefined) return
      heap[place] = there
      heap[first] = here
      place = first
    }
  }

  next(): FdbRow | null {
    const [run] = this.heap
    if (run === undefined) return null
    const at = this.at[run] ?? 0
    const rows = this.runs[run]?.rows ?? []
    this.at[run] = at + 1
    if (at + 1 === rows.length) {
      const last = this.heap.pop()
      if (last !== undefined && last !== run) this.heap[0] = last
    }
    this.sink(0)
    return rows[at] ?? null
  }
}

/**
 * The rows from `from` on and before `to` of all runs together, each of which is in order. Rows that are equal come in the order of
 * their runs. The cost is that of the rows before `to`, whatever comes after them.
 */
export const mergeRuns = function* (
  runs: readonly KeyedRows[],
  { from, to, descending }: { from: number; to: number; descending: boolean },
): InSteps<FdbRow[]> {
  const heads = new Heads(runs, comparing(descending))
  const page: FdbRow[] = []
  for (let place = 0; place < to; place++) {
    const row = heads.next()
    if (row === null) break
    if (place >= from) page.push(row)
    if (isStep(place)) yield
  }
  return page
}
