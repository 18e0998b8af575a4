import type { FdbEntry } from '@/lib/model/reading'

const isDigit = (code: number): boolean => code >= 48 && code <= 57

/** As iproute2 prints them, one behind the other (bridge/fdb.c, `fdb_print_stats`). In a string the quotes would be escaped. */
const USED = ',"used":'
const UPDATED = ',"updated":'

/** Ages are whole seconds: a clock that says another moment by more was set anew. What is closer counts on. */
const FLOOR_MS = 1000

const endOfNumber = (text: string, start: number): number => {
  let end = start
  while (isDigit(text.charCodeAt(end))) end += 1
  return end
}

/** It stays for as long as nobody takes it away, whatever its ages. */
const stays = ({ state }: FdbEntry): boolean => state === 'permanent' || state === 'static'

/** Of a list of entries, those that print ages: where each stands, whether it stays, and the moments its clocks say, ms. */
interface Ageing {
  places: Int32Array
  staying: Uint8Array
  usedAt: Float64Array
  updatedAt: Float64Array
  /** Nothing of it has to be made anew where its clocks count on. */
  isLasting: boolean
}

const known = new WeakMap<readonly FdbEntry[], Ageing>()

/** Entries that are looked at in about a millisecond. */
const AT_ONCE = 2_000

/** Going to 50,000 entries costs more than comparing what is printed of them, so it is done once for a list. */
function* ageingOf({ fdb, readAt }: Before): Generator<void, Ageing> {
  const found = known.get(fdb)
  if (found) return found
  const places = new Int32Array(fdb.length)
  const staying = new Uint8Array(fdb.length)
  const usedAt = new Float64Array(fdb.length)
  const updatedAt = new Float64Array(fdb.length)
  let count = 0
  let isLasting = true
  for (const [place, entry] of fdb.entries()) {
    const since = entry.readAt ?? readAt
    isLasting &&= stays(entry) && (entry.used === null || entry.readAt !== undefined)
    if (entry.used !== null) {
      places[count] = place
      staying[count] = stays(entry) ? 1 : 0
      usedAt[count] = since - entry.used * 1000
      updatedAt[count] = since - (entry.updated ?? Number.NaN) * 1000
      count += 1
    }
    if (place % AT_ONCE === AT_ONCE - 1) yield
  }
  const made = { places: places.subarray(0, count), staying, usedAt, updatedAt, isLasting }
  known.set(fdb, made)
  return made
}

/** An entry with the ages it has now. */
interface Aged {
  place: number
  used: number
  updated: number
}

/** Where two texts differ in nothing but ages: entries that age, and those whose clocks were set anew. Gives way now and then. */
function* agesIn(text: string, before: string, ageing: Ageing, readAt: number): Generator<void, Aged[] | null> {
  const { places, staying, usedAt, updatedAt } = ageing
  const aged: Aged[] = []
  let [at, old] = [0, 0]
  const isSameTo = (end: number): boolean => text.slice(at, end) === before.slice(old, old + end - at)
  const countsOn = (moment: number | undefined, age: number): boolean =>
    Math.abs(readAt - age * 1000 - (moment ?? Number.NaN)) <= FLOOR_MS
  for (const [index, place] of places.entries()) {
    const ages = text.indexOf(USED, at)
    if (ages === -1 || !isSameTo(ages + USED.length)) return null
    const [usedFrom, oldUsed] = [ages + USED.length, old + ages - at + USED.length]
    const [usedEnd, oldEnd] = [endOfNumber(text, usedFrom), endOfNumber(before, oldUsed)]
    if (!text.startsWith(UPDATED, usedEnd) || !before.startsWith(UPDATED, oldEnd)) return null
    const [updatedFrom, oldUpdated] = [usedEnd + UPDATED.length, oldEnd + UPDATED.length]
    at = endOfNumber(text, updatedFrom)
    old = endOfNumber(before, oldUpdated)
    if (usedEnd === usedFrom || oldEnd === oldUsed || at === updatedFrom || old === oldUpdated) return null
    const [used, updated] = [Number(text.slice(usedFrom, usedEnd)), Number(text.slice(updatedFrom, at))]
    if (staying[index] === 0 || !countsOn(usedAt[index], used) || !countsOn(updatedAt[index], updated))
      aged.push({ place, used, updated })
    if (index % AT_ONCE === AT_ONCE - 1) yield
  }
  const isSameEnd = text.length - at === before.length - old && isSameTo(text.length)
  return isSameEnd && text.indexOf(USED, at) === -1 ? aged : null
}

/** What was printed at `readAt` (ms), and all entries that it held. */
export interface Before {
  text: string
  fdb: FdbEntry[]
  readAt: number
}

/** As it was, with the moment its ages were read at, so that it may stand for them later. */
const lasting = (entry: FdbEntry, readAt: number): FdbEntry =>
  entry.used === null || entry.readAt !== undefined ? entry : { ...entry, readAt }

/**
 * The entries of `bridge -j -s fdb show` at `readAt` (ms), where it prints the very entries of before in the same order, with
 * other ages at most; `null` where it doesn't. An entry that stays and whose clocks count on is that of before, with the moment
 * of its ages in it, and the very same object from the third time on.
 */
export function* entriesAsBefore(text: string, readAt: number, before: Before): Generator<void, FdbEntry[] | null> {
  const ageing = yield* ageingOf(before)
  const aged = yield* agesIn(text, before.text, ageing, readAt)
  if (!aged || (aged.length === 0 && ageing.isLasting)) return aged && before.fdb
  const entries: FdbEntry[] = []
  for (const [place, entry] of before.fdb.entries()) {
    entries.push(stays(entry) ? lasting(entry, before.readAt) : entry)
    if (place % AT_ONCE === AT_ONCE - 1) yield
  }
  for (const { place, used, updated } of aged) {
    const entry = before.fdb[place]
    if (!entry) continue
    const { readAt: _, ...said } = entry
    entries[place] = { ...said, used, updated }
  }
  return entries
}
