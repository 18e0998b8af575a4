import {
  applyChanges,
  type FdbTable,
  type LiveOverlay,
  type NodeShell,
  type OverlayChange,
  takesAll,
} from '@/lib/overlay'
import { createPace, nextTurn } from '@/lib/turns'

/** A node as it is now. */
interface Source {
  shell: NodeShell
  table: FdbTable
}

/** Whether a change is a part of a reading, and the last one. */
export type ReadingState = 'none' | 'begun' | 'done'

export interface RebuildOptions {
  /** What everybody sees meanwhile. */
  visible(): LiveOverlay
  sourceOf(node: string): Source | null
  /** All nodes are made anew: this is to be seen from now on. */
  onDone(overlay: LiveOverlay): void
}

/** The overlay after a change that takes all rows of a large node, made beside the one that is seen. */
export interface Rebuild {
  /** Whether a node is being made anew: what is seen of it stays as it is. */
  has(node: string): boolean
  /** Makes a node anew, from the beginning if that has begun before. */
  begin(node: string): void
  /** A node is to be made anew once the reading of it that is being taken is done. */
  announce(node: string): void
  /** Takes what changes of any node meanwhile. */
  take(change: OverlayChange, reading: ReadingState): void
}

type Row = NonNullable<OverlayChange['fdb']>['put'][number]

/** Rows are 16 units of a pace each. */
const UNITS_OF_A_ROW = 16

const nextOf = <T>(items: Iterator<T>, most: number): T[] => {
  const taken: T[] = []
  for (let next = items.next(); !next.done; next = items.next()) {
    taken.push(next.value)
    if (taken.length === most) break
  }
  return taken
}

export const startRebuild = ({ visible, sourceOf, onDone }: RebuildOptions): Rebuild => {
  let overlay = visible()
  /** Nodes being made anew, with those of the rows they had at the beginning that are still to come. Newer ones are taken as they come. */
  const pending = new Map<string, Iterator<Row>>()
  /** Nodes of which a reading is still being taken: most of what they had may go with it. */
  const announced = new Set<string>()
  const pace = createPace()

  const takeSome = (node: string, rows: Iterator<Row>): void => {
    const next = nextOf(rows, Math.ceil(pace.size / UNITS_OF_A_ROW))
    const source = sourceOf(node)
    if (!source || next.length === 0) {
      pending.delete(node)
      return
    }
    const { table } = source
    const { readAt, observed } = table
    const put = next.flatMap(({ id }) => table.rows.get({ id }) ?? [])
    overlay = applyChanges(overlay, [{ node, fdb: { put, remove: [], frame: null, readAt, observed } }], visible())
  }
  const run = async (): Promise<void> => {
    await nextTurn()
    while (pending.size + announced.size > 0) {
      const [next] = pending
      if (next) pace.run(() => takeSome(...next))
      await nextTurn()
    }
    onDone(overlay)
  }
  const begin = (node: string): void => {
    announced.delete(node)
    const source = sourceOf(node)
    if (!source) return
    const { frame, readAt, observed } = source.table
    const fdb = { put: [], remove: [], frame, readAt, observed, anew: true }
    overlay = applyChanges(overlay, [{ node, shell: source.shell, fdb }])
    pending.set(node, source.table.rows[Symbol.iterator]())
  }
  void run()
  return {
    has: node => pending.has(node) || announced.has(node),
    begin,
    announce: node => {
      pending.delete(node)
      announced.add(node)
    },
    take: (change, reading) => {
      if (change.shell === null) {
        pending.delete(change.node)
        announced.delete(change.node)
      }
      if (announced.has(change.node)) {
        if (reading === 'done') begin(change.node)
      } else if (pending.has(change.node) && takesAll(overlay, change, -1)) begin(change.node)
      else overlay = applyChanges(overlay, [change])
    },
  }
}
