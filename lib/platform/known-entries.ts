import type { FdbEntry } from '@/lib/model/reading'

const isDigit = (code: number): boolean => code >= 48 && code <= 57

/** As iproute2 prints them, one behind the other (bridge/fdb.c, `fdb_print_stats`). In a string the quotes would be escaped. */
const USED = ',"used":'
const UPDATED = ',"updated":'

const endOfNumber = (text: string, start: number): number => {
  let end = start
  while (isDigit(text.charCodeAt(end))) end += 1
  return end
}

/** It stays for as long as nobody takes it away, whatever its ages. */
const stays = ({ state }: FdbEntry): boolean => state === 'permanent' || state === 'static'

/** Of a list of entries, those that print ages: where each stands, and whether it stays. */
interface Ageing {
  places: Int32Array
  staying: Uint8Array
  allStay: boolean
}

const known = new WeakMap<readonly FdbEntry[], Ageing>()

/** Going to 50,000 entries costs more than comparing what is printed of them, so it is done once for a list. */
const ageingOf = (entries: readonly FdbEntry[]): Ageing => {
  const found = known.get(entries)
  if (found) return found
  const places = Int32Array.from(entries.keys()).filter(at => entries[at]?.used !== null)
  const staying = Uint8Array.from(places, at => (entries[at] && stays(entries[at]) ? 1 : 0))
  const made = { places, staying, allStay: entries.every(stays) }
  known.set(entries, made)
  return made
}

/** Entries of which a piece is compared, in about a millisecond. */
const AT_ONCE = 2_000

/** An entry with the ages it has now. */
interface Aged {
  place: number
  used: number
  updated: number
}

/** Where two texts differ in nothing but ages, those of entries that don't stay. Gives way now and then. */
function* agesIn(text: string, before: string, { places, staying }: Ageing): Generator<void, Aged[] | null> {
  const aged: Aged[] = []
  let [at, old] = [0, 0]
  const isSameTo = (end: number): boolean => text.slice(at, end) === before.slice(old, old + end - at)
  for (const [index, place] of places.entries()) {
    const ages = text.indexOf(USED, at)
    if (ages === -1 || !isSameTo(ages + USED.length)) return null
    const [used, oldUsed] = [ages + USED.length, old + ages - at + USED.length]
    const [usedEnd, oldEnd] = [endOfNumber(text, used), endOfNumber(before, oldUsed)]
    if (!text.startsWith(UPDATED, usedEnd) || !before.startsWith(UPDATED, oldEnd)) return null
    const [updated, oldUpdated] = [usedEnd + UPDATED.length, oldEnd + UPDATED.length]
    at = endOfNumber(text, updated)
    old = endOfNumber(before, oldUpdated)
    if (usedEnd === used || oldEnd === oldUsed || at === updated || old === oldUpdated) return null
    if (staying[index] === 0)
      aged.push({ place, used: Number(text.slice(used, usedEnd)), updated: Number(text.slice(updated, at)) })
    if (index % AT_ONCE === AT_ONCE - 1) yield
  }
  const isSameEnd = text.length - at === before.length - old && isSameTo(text.length)
  return isSameEnd && text.indexOf(USED, at) === -1 ? aged : null
}

/**
 * The entries of `bridge -j -s fdb show`, where it prints the very entries of before (`rows`, all that `before` holds) in the same
 * order, with other ages at most; `null` where it doesn't. An entry that stays is the very object of before, ages and all: they
 * tell nothing. Any other is a new one.
 */
export function* entriesAsBefore(text: string, before: string, rows: FdbEntry[]): Generator<void, FdbEntry[] | null> {
  const ageing = ageingOf(rows)
  const aged = yield* agesIn(text, before, ageing)
  if (!aged || ageing.allStay) return aged && rows
  const entries = rows.map(entry => (stays(entry) ? entry : { ...entry }))
  for (const { place, used, updated } of aged) {
    const entry = entries[place]
    if (entry) entries[place] = { ...entry, used, updated }
  }
  return entries
}
