import { type LiveOverlay, type OverlayChange, type RowKey, restateRows } from '@/lib/overlay'
import { createPace, nextTurn } from '@/lib/turns'

/** Gives the rows of large nodes their node's state, some at a time. */
export interface Restating {
  /** All rows of a node are to take its state, from the first one on. */
  begin(node: string): void
  /** Resolves when all rows have their node's state. */
  settled(): Promise<void>
}

/** A row is so many units of a pace. */
const UNITS_OF_A_ROW = 4

export const createRestating = (visible: () => LiveOverlay, take: (change: OverlayChange) => void): Restating => {
  /** Nodes, and from which row on theirs still have the state of before. */
  const left = new Map<string, RowKey | null>()
  let running: Promise<void> | null = null
  const takeSome = (node: string, from: RowKey | null, rows: number): void => {
    const change = restateRows(visible(), node, from, rows)
    if (change) take(change)
    if (change?.between.to) left.set(node, change.between.to)
    else left.delete(node)
  }
  const run = async (): Promise<void> => {
    const pace = createPace()
    for (let [next] = left; next; [next] = left) {
      await nextTurn()
      const [node] = next
      const from = left.get(node) ?? null
      pace.run(() => takeSome(node, from, Math.ceil(pace.size / UNITS_OF_A_ROW)))
    }
    running = null
  }
  return {
    begin: node => {
      left.set(node, null)
      running ??= run()
    },
    settled: async () => {
      await running
    },
  }
}
