import type { Iso } from '@/lib/model/overlay'

const UNITS: readonly [name: string, seconds: number][] = [
  ['d', 86_400],
  ['h', 3_600],
  ['m', 60],
  ['s', 1],
]

/** A length of time in its two greatest units: `4 s`, `2 m 10 s`, `3 h 5 m`. Less than a second is `0 s`. */
export const formatDuration = (ms: number): string => {
  const total = Math.max(0, Math.floor(ms / 1000))
  const first = UNITS.findIndex(([, seconds]) => total >= seconds)
  if (first < 0) return '0 s'
  const parts: string[] = []
  let rest = total
  for (const [name, seconds] of UNITS.slice(first, first + 2)) {
    const count = Math.floor(rest / seconds)
    rest -= count * seconds
    if (count > 0) parts.push(`${count} ${name}`)
  }
  return parts.join(' ')
}

/** How long before `now` (ms) a moment was: `just now`, `4 s ago`; a dash where either isn't known. */
export const formatAgo = (at: Iso | null, now: number | null): string => {
  if (at === null || now === null) return '–'
  const ago = now - Date.parse(at)
  return ago < 1000 ? 'just now' : `${formatDuration(ago)} ago`
}

/** How long before a moment of the past (ms) something was: `then`, `4 s before`. */
export const formatBefore = (at: Iso, moment: number): string => {
  const before = moment - Date.parse(at)
  return before < 1000 ? 'then' : `${formatDuration(before)} before`
}

// Made once: making one takes a millisecond and more, and rows tell times by the dozen.
const ZONE = new Intl.DateTimeFormat('en-GB', { timeZoneName: 'short' })
const COUNT = new Intl.NumberFormat('en-US')
const DAY = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' })

/** Day in the reader's zone: `22 Nov`. */
export const formatDay = (ms: number): string => DAY.format(ms)

const two = (value: number): string => String(value).padStart(2, '0')

const clockOf = (date: Date): string => [date.getHours(), date.getMinutes(), date.getSeconds()].map(two).join(':')

/** Wall time in the reader's zone: `14:02:11`. */
export const formatClock = (ms: number): string => clockOf(new Date(ms))

/** Names of the reader's zone by how far it is from UTC then, minutes: to ask for one takes longer than to draw the cell. */
const zones = new Map<number, string>()

const zoneOf = (date: Date): string => {
  const offset = date.getTimezoneOffset()
  const known = zones.get(offset)
  if (known !== undefined) return known
  const name = ZONE.formatToParts(date).find(({ type }) => type === 'timeZoneName')?.value ?? ''
  zones.set(offset, name)
  return name
}

/** Date, time and zone in the reader's zone: `2026-11-22 14:02:11 UTC`. */
export const formatExact = (ms: number): string => {
  const date = new Date(ms)
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`
  return [day, clockOf(date), zoneOf(date)].filter(Boolean).join(' ')
}

/** 12345 → `12,345`: one way everywhere. */
export const formatCount = (count: number): string => COUNT.format(count)

/** `1 MAC`, `2 MACs`. */
export const plural = (count: number, one: string, many = `${one}s`): string =>
  `${formatCount(count)} ${count === 1 ? one : many}`
