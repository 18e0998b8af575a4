import type { FdbRow } from '@/lib/model/overlay'
import { formatDuration } from './time'

/** What a ring shows: how much is `left` of an entry whose end is known, or its `age` against the ageing time where it isn't. */
export interface Life {
  shows: 'left' | 'age' | 'nothing'
  /** 1 is full, 0 is empty. */
  fraction: number
  label: string
}

/** When an entry was last updated and used, and when it ends: ms of the server's clock. `ageing` in seconds. */
export interface Timing {
  updatedAt: number | null
  usedAt: number | null
  ageing: number | null
  expiresAt: number | null
}

export const timingOf = (row: Pick<FdbRow, 'updated' | 'used' | 'readAt' | 'ageing' | 'expiresAt'>): Timing => {
  const readAt = Date.parse(row.readAt)
  return {
    updatedAt: row.updated === null ? null : readAt - row.updated * 1000,
    usedAt: row.used === null ? null : readAt - row.used * 1000,
    ageing: row.ageing,
    expiresAt: row.expiresAt === null ? null : Date.parse(row.expiresAt),
  }
}

const clamp = (value: number): number => Math.max(0, Math.min(1, value))

const BASIS = { updated: 'ages by last received frame', used: 'ages by last use' } as const

/** By which clock an entry ages. */
export const basisWord = (basis: FdbRow['ageingBasis']): string =>
  basis === null ? 'what its kernel ages it by isn’t known' : BASIS[basis]

/** By which clock a row ages, and how long ago that was read. `now` in ms of the server's clock; `ago`: what a time before it is called. */
export const basisOf = (
  row: Pick<FdbRow, 'ageing' | 'ageingBasis' | 'expiresAt' | 'readAt' | 'kind'>,
  now: number | null,
  ago = 'ago',
): string => {
  if (row.kind !== 'learned') return 'doesn’t age: it was not learned from a frame'
  const read = now === null ? '' : `, read ${formatDuration(now - Date.parse(row.readAt))} ${ago}`
  if (row.ageingBasis === null) return `what this kernel ages it by isn’t known: only its age is${read}`
  if (row.ageing === null) return `${BASIS[row.ageingBasis]}; the ageing time isn’t known${read}`
  const due = now !== null && row.expiresAt !== null && Date.parse(row.expiresAt) <= now
  return `${due ? 'due, waiting for the kernel’s clean-up; ' : ''}${BASIS[row.ageingBasis]}, ${row.ageing} s${read}`
}

/** When an entry was last updated and used, in words. `ago`: what a time before `now` (ms) is called. */
export const ageText = (timing: Pick<Timing, 'updatedAt' | 'usedAt'>, now: number, ago = 'ago'): string => {
  const parts: string[] = []
  if (timing.updatedAt !== null) parts.push(`updated ${formatDuration(now - timing.updatedAt)} ${ago}`)
  if (timing.usedAt !== null) parts.push(`used ${formatDuration(now - timing.usedAt)} ${ago}`)
  return parts.length === 0 ? 'age not told' : parts.join(', ')
}

/**
 * The ring and the words for an entry's age at `now` (ms, server's clock). It only counts down where the server knows
 * when the kernel will drop the entry; anywhere else it is an age, and says so.
 */
export const lifeOf = (timing: Timing, now: number | null): Life => {
  if (now === null) return { shows: 'nothing', fraction: 0, label: 'age not known yet' }
  if (timing.expiresAt !== null && timing.ageing !== null) {
    const left = timing.expiresAt - now
    const fraction = clamp(left / (timing.ageing * 1000))
    return {
      shows: 'left',
      fraction,
      label: left > 0 ? `ages out in ${formatDuration(left)}` : 'due, waiting for the clean-up',
    }
  }
  const age = ageText(timing, now)
  if (timing.ageing === null || timing.updatedAt === null) return { shows: 'nothing', fraction: 0, label: age }
  const fraction = clamp(1 - (now - timing.updatedAt) / (timing.ageing * 1000))
  return { shows: 'age', fraction, label: `${age}; ageing time ${formatDuration(timing.ageing * 1000)}` }
}

const UNTOLD: Life = {
  shows: 'nothing',
  fraction: 0,
  label: 'how much life it had is not recorded: it was refreshed after it was last read',
}

/**
 * The same for a moment of the past. Refreshes are no events: an entry that should have gone before the moment, by its last
 * reading, had been refreshed by then, and nobody knows when.
 */
export const lifeThen = (timing: Timing, at: number): Life => {
  if (timing.expiresAt === null || timing.ageing === null) return lifeOf(timing, at)
  return timing.expiresAt > at
    ? { ...lifeOf(timing, at), label: `had ${formatDuration(timing.expiresAt - at)} left` }
    : UNTOLD
}
