const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null

/** Whether two values made of plain objects, arrays and primitives say the same. */
export const sameValue = (a: unknown, b: unknown): boolean => {
  if (Object.is(a, b)) return true
  if (!isObject(a) || !isObject(b) || Array.isArray(a) !== Array.isArray(b)) return false
  const keys = Object.keys(a)
  return keys.length === Object.keys(b).length && keys.every(key => key in b && sameValue(a[key], b[key]))
}

/**
 * `next`, with each element that says what its namesake in `previous` said replaced by that same object, and the old
 * list itself where nothing changed at all: so memoised components rest.
 */
export const reuseById = <T extends { id: string }>(
  previous: readonly T[],
  next: readonly T[],
  same: (a: T, b: T) => boolean = sameValue,
): readonly T[] => {
  const known = new Map(previous.map(element => [element.id, element]))
  const kept = next.map(element => {
    const old = known.get(element.id)
    return old !== undefined && same(old, element) ? old : element
  })
  return kept.length === previous.length && kept.every((element, i) => element === previous[i]) ? previous : kept
}
