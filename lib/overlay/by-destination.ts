/** Rows of one neighbourhood of a table. */
const BLOCK = 4_096

function* grouped<T>(block: readonly T[], dstOf: (item: T) => string | null): Iterable<T> {
  const groups = new Map<string | null, T[]>()
  for (const item of block) {
    const dst = dstOf(item)
    const group = groups.get(dst)
    if (group) group.push(item)
    else groups.set(dst, [item])
  }
  for (const group of groups.values()) yield* group
}

/**
 * Of things in a table's order: those that stand near each other together, and of these the ones that lead to one place, each group
 * in its order. Taken some at a time, each time changes few runs of each list, and few tunnels.
 */
export function* byDestination<T>(items: Iterable<T>, dstOf: (item: T) => string | null): IterableIterator<T> {
  let block: T[] = []
  for (const item of items) {
    block.push(item)
    if (block.length < BLOCK) continue
    yield* grouped(block, dstOf)
    block = []
  }
  yield* grouped(block, dstOf)
}
