/** Items that are sorted in one go: a few ms. */
const RUN = 1_000

/** Sorts some hundred thousand items in pieces: gives how many were looked at since it gave the last one. */
export function* sortInSteps<T>(items: readonly T[], order: (a: T, b: T) => number): Generator<number, T[], unknown> {
  let runs: T[][] = []
  for (let at = 0; at < items.length; at += RUN) {
    runs.push(items.slice(at, at + RUN).sort(order))
    yield RUN
  }
  while (runs.length > 1) {
    const merged: T[][] = []
    for (let at = 0; at < runs.length; at += 2) merged.push(yield* mergeTwo(runs[at] ?? [], runs[at + 1] ?? [], order))
    runs = merged
  }
  return runs[0] ?? []
}

function* mergeTwo<T>(
  first: readonly T[],
  second: readonly T[],
  order: (a: T, b: T) => number,
): Generator<number, T[], unknown> {
  const merged: T[] = []
  let other = 0
  for (const item of first) {
    for (let next = second[other]; next !== undefined && order(next, item) < 0; next = second[other]) {
      merged.push(next)
      other += 1
    }
    merged.push(item)
    if (merged.length % RUN === 0) yield RUN
  }
  for (; other < second.length; other++) {
    const next = second[other]
    if (next !== undefined) merged.push(next)
  }
  yield RUN
  return merged
}
