import {
  applyChanges,
  type FdbTable,
  type LiveOverlay,
  type NodeShell,
  type OverlayChange,
  takesAll,
} from '@/lib/overlay'
import { createPace } from './pace'
import { nextTurn } from './turns'

/** A node as it is now. */
interface Source {
  shell: NodeShell
  table: FdbTable
}

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
  /** Takes what changes of any node meanwhile. */
  take(change: OverlayChange): void
}

const rowsAfter = (table: FdbTable, id: string | null, most: number): NonNullable<OverlayChange['fdb']>['put'] => {
  const rows: NonNullable<OverlayChange['fdb']>['put'] = []
  for (const row of id === null ? table.rows : table.rows.from({ id })) {
    if (row.id === id) continue
    if (rows.length >= most) break
    rows.push(row)
  }
  return rows
}

/** Rows are 16 units of a pace each. */
const UNITS_OF_A_ROW = 16

export const startRebuild = ({ visible, sourceOf, onDone }: RebuildOptions): Rebuild => {
  let overlay = visible()
  /** Nodes being made anew, with the last row that was taken. */
  const pending = new Map<string, string | null>()
  const pace = createPace()

  const takeSome = (node: string, last: string | null): void => {
    const source = sourceOf(node)
    if (!source) {
      pending.delete(node)
      return
    }
    const { readAt, observed } = source.table
    const put = rowsAfter(source.table, last, Math.ceil(pace.size / UNITS_OF_A_ROW))
    const end = put.at(-1)
    if (end) pending.set(node, end.id)
    else pending.delete(node)
    overlay = applyChanges(overlay, [{ node, fdb: { put, remove: [], frame: null, readAt, observed } }], visible())
  }
  const run = async (): Promise<void> => {
    await nextTurn()
    for (let [next] = pending; next; [next] = pending) {
      const [node, last] = next
      pace.run(() => takeSome(node, last))
      await nextTurn()
    }
    onDone(overlay)
  }
  const begin = (node: string): void => {
    const source = sourceOf(node)
    if (!source) return
    const { frame, readAt, observed } = source.table
    const fdb = { put: [], remove: [], frame, readAt, observed, anew: true }
    overlay = applyChanges(overlay, [{ node, shell: source.shell, fdb }])
    pending.set(node, null)
  }
  void run()
  return {
    has: node => pending.has(node),
    begin,
    take: change => {
      if (change.shell === null) pending.delete(change.node)
      if (pending.has(change.node) && takesAll(overlay, change, -1)) begin(change.node)
      else overlay = applyChanges(overlay, [change])
    },
  }
}
