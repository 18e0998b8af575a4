/** At most so many hosts in one inventory, as many as ours may have. */
export const MOST_HOSTS = 5000

const RANGE = /\[([0-9]+|[A-Za-z]):([0-9]+|[A-Za-z])(?::([0-9]+))?\]/

const LETTERS = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ'

/** `[01:10]`, `[a:f]`, `[1:9:2]`: inclusive, with leading zeros kept; `null` for a range that runs backwards. */
const valuesOf = (first: string, last: string, step: number): Iterable<string> | null => {
  const numbers = /^\d/.test(first)
  if (numbers !== /^\d/.test(last) || step < 1) return null
  if (numbers && first.startsWith('0') && first.length > 1 && first.length !== last.length) return null
  const from = numbers ? Number(first) : LETTERS.indexOf(first)
  const to = numbers ? Number(last) : LETTERS.indexOf(last)
  if (from > to || !Number.isSafeInteger(to)) return null
  const width = first.startsWith('0') ? first.length : 0
  return (function* () {
    for (let at = from; at <= to; at += step) yield numbers ? String(at).padStart(width, '0') : LETTERS.charAt(at)
  })()
}

/**
 * The hosts that a name with ranges stands for (Ansible's user guide, "Adding ranges of hosts"); `null` when it can't be read
 * or stands for more than `most`.
 */
export const expandRanges = (pattern: string, most = MOST_HOSTS): string[] | null => {
  let names = [pattern]
  for (let match = RANGE.exec(pattern); match; match = RANGE.exec(names[0] ?? '')) {
    const [range = '', first = '', last = '', step = '1'] = match
    const next: string[] = []
    for (const name of names) {
      for (const value of valuesOf(first, last, Number(step)) ?? []) {
        next.push(name.replace(range, value))
        if (next.length > most) return null
      }
    }
    if (next.length === 0) return null
    names = next
  }
  return names
}
