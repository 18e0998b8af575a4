import type { FdbEntry } from '@/lib/model/reading'

const BRACE = 123
const isDigit = (code: number): boolean => code >= 48 && code <= 57

const AGES = ['used', 'updated'] as const
type Age = (typeof AGES)[number]

/** Which age begins at a place of the text; `null` where another thing does. */
const ageAt = (text: string, at: number): Age | null =>
  AGES.find(age => text.startsWith(`,"${age}":`, at - age.length - 4)) ?? null

const endOfNumber = (text: string, start: number): number => {
  let end = start
  while (isDigit(text.charCodeAt(end))) end += 1
  return end
}

/** It stays for as long as nobody takes it away, whatever its ages. */
const stays = ({ state }: FdbEntry): boolean => state === 'permanent' || state === 'static'

/** Characters that are compared in about a millisecond. */
const AT_ONCE = 500_000

/** A row whose age is another. */
interface Aged {
  row: number
  age: Age
  value: number
}

/** Where two texts differ in nothing but ages: those that differ, and how many rows there are. Gives way now and then. */
function* agesIn(text: string, before: string, rows: readonly FdbEntry[]): Generator<void, Aged[] | null> {
  const aged: Aged[] = []
  let [at, old, row] = [0, 0, -1]
  let next = AT_ONCE
  while (at < text.length && old < before.length) {
    const code = text.charCodeAt(at)
    if (code === before.charCodeAt(old)) {
      at += 1
      old += 1
      if (code !== BRACE) continue
      row += 1
      if (at < next) continue
      next = at + AT_ONCE
      yield
      continue
    }
    let digits = 0
    while (isDigit(text.charCodeAt(at - digits - 1))) digits += 1
    const [start, oldStart] = [at - digits, old - digits]
    const age = ageAt(text, start)
    at = endOfNumber(text, start)
    old = endOfNumber(before, oldStart)
    const entry = rows[row]
    if (age === null || at === start || old === oldStart || !entry) return null
    if (!stays(entry)) aged.push({ row, age, value: Number(text.slice(start, at)) })
  }
  return at === text.length && old === before.length && row + 1 === rows.length ? aged : null
}

/**
 * The entries of `bridge -j fdb show`, where it prints the very entries of before (`rows`, one for each object of `before`) in
 * the same order, with other ages at most; `null` where it doesn't. Entries that say the same are the very objects of before;
 * of those that stay the ages are, too: they tell nothing.
 */
export function* entriesAsBefore(
  text: string,
  before: string,
  rows: readonly FdbEntry[],
): Generator<void, FdbEntry[] | null> {
  const aged = yield* agesIn(text, before, rows)
  if (!aged) return null
  const entries = [...rows]
  for (const { row, age, value } of aged) {
    const entry = entries[row]
    if (entry) entries[row] = { ...entry, [age]: value }
  }
  return entries
}
