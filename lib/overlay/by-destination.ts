/** Things by where they lead to, each group in its order: rows over one tunnel that are taken together cost that tunnel once. */
export const byDestination = <T>(items: Iterable<T>, dstOf: (item: T) => string | null): T[] => {
  const groups = new Map<string | null, T[]>()
  for (const item of items) {
    const dst = dstOf(item)
    const group = groups.get(dst)
    if (group) group.push(item)
    else groups.set(dst, [item])
  }
  return [...groups.values()].flat()
}
