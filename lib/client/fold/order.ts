const { compare } = new Intl.Collator('en', { numeric: true })

/** Text in its natural order: leaf2 before leaf10. */
export const natural = (a: string, b: string): number => compare(a, b) || (a < b ? -1 : a > b ? 1 : 0)

/** Consecutive parts of a list, all about as long, no more of them than `most`. */
export const chunks = <T>(list: readonly T[], most: number): T[][] => {
  const count = Math.min(most, list.length)
  return Array.from({ length: count }, (_, at) =>
    list.slice(Math.floor((at * list.length) / count), Math.floor(((at + 1) * list.length) / count)),
  )
}
