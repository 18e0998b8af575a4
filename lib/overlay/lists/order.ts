/** Plain order of code units: the same on every machine, which `localeCompare` is not. */
export const compareText = (a: string, b: string): number => (a === b ? 0 : a < b ? -1 : 1)

/** A text whose plain order puts `eth2` before `eth10`; two names never share one. */
export const naturalKey = (name: string): string =>
  `${name.toLowerCase().replace(/\d+/g, digits => digits.padStart(20, '0'))}\0${name}`

/** The same items ordered by `keyOf`, which is asked once per item. */
export const sortedBy = <T>(items: Iterable<T>, keyOf: (item: T) => string): T[] =>
  Array.from(items, item => ({ item, key: keyOf(item) }))
    .sort((a, b) => compareText(a.key, b.key))
    .map(({ item }) => item)

/** A whole number as a text whose plain order is the numeric one; of at most 24 bits, as VNIs are. */
export const numberKey = (number: number): string => String(number).padStart(8, '0')

/** Names and addresses come from nodes, and a node may make them up without end. */
const MOST_KNOWN = 200_000

/** Remembers what `make` gave for a text, for as long as the function itself lives. */
export const memoised = <T extends object | string | number | boolean | null>(
  make: (text: string) => T,
): ((text: string) => T) => {
  const known = new Map<string, T>()
  return text => {
    const found = known.get(text)
    if (found !== undefined) return found
    const made = make(text)
    if (known.size >= MOST_KNOWN) known.clear()
    known.set(text, made)
    return made
  }
}
