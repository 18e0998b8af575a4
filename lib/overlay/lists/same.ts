const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null

/** Whether two plain things say the same, to the last leaf. */
export const isSame = (a: unknown, b: unknown): boolean => {
  if (a === b) return true
  if (!isObject(a) || !isObject(b)) return false
  const keys = Object.keys(a)
  if (keys.length !== Object.keys(b).length) return false
  return keys.every(key => isSame(Reflect.get(a, key), Reflect.get(b, key)))
}
