const S = 1_000
const M = 60 * S
const H = 60 * M
const D = 24 * H

/** How much of the time a timeline has in sight. */
export const SPANS = [
  { id: '15m', ms: 15 * M, word: '15 min' },
  { id: '1h', ms: H, word: '1 h' },
  { id: '6h', ms: 6 * H, word: '6 h' },
  { id: '24h', ms: D, word: '24 h' },
  { id: '7d', ms: 7 * D, word: '7 d' },
  { id: 'all', ms: null, word: 'all' },
] as const
export type Span = (typeof SPANS)[number]

const [SHORT, DEFAULT] = SPANS

/** The span of that id; else an hour, or less where no more than `kept` ms of history are there. */
export const parseSpan = (text: string | null, kept: number | null = null): Span =>
  SPANS.find(({ id }) => id === text) ?? (kept !== null && kept < SHORT.ms ? SHORT : DEFAULT)

/** Buckets that a timeline's events are counted in, at most. */
const BUCKETS = 120
const STEPS = [
  S,
  2 * S,
  5 * S,
  7.5 * S,
  10 * S,
  15 * S,
  30 * S,
  M,
  2 * M,
  5 * M,
  10 * M,
  12 * M,
  30 * M,
  H,
  84 * M,
  2 * H,
  6 * H,
  12 * H,
  D,
]

/** A part of the time, ms since 1970, that whole buckets of `step` fill. */
export interface TimeWindow {
  from: number
  to: number
  step: number
}

const stepFor = (ms: number): number => STEPS.find(step => step * BUCKETS >= ms) ?? Math.ceil(ms / BUCKETS / D) * D

/**
 * The part of the time in sight: up to `now`, or where `at` lies before that, around it; it moves on by halves, so that it
 * stands still under small steps. `all` begins with `oldest`, the first moment that is kept.
 */
export const windowOf = (span: Span, now: number, at: number | null, oldest: number | null): TimeWindow => {
  const ms = span.ms ?? Math.max(M, now - (oldest ?? now - H))
  const step = stepFor(ms)
  const end = Math.ceil(now / step) * step
  if (span.ms === null) return { from: Math.floor((now - ms) / step) * step, to: end, step }
  if (at === null || at >= end - ms) return { from: end - ms, to: end, step }
  const half = Math.ceil(ms / 2 / step) * step
  const to = Math.min(end, (Math.floor(at / half) + 1) * half + Math.round(half / 2 / step) * step)
  return { from: to - ms, to, step }
}

/** Where a moment stands in a window: 0 at its beginning, 1 at its end; kept within. */
export const shareOf = ({ from, to }: TimeWindow, at: number): number =>
  Math.max(0, Math.min(1, (at - from) / (to - from)))

const TICKS = [M, 2 * M, 5 * M, 10 * M, 15 * M, 30 * M, H, 2 * H, 3 * H, 6 * H, 12 * H, D, 2 * D, 7 * D]

/** Round moments of a window to write beside its axis, at most `count`. `offset`: ms that the reader's zone is ahead of UTC. */
export const ticksOf = ({ from, to }: TimeWindow, count: number, offset: number): { at: number; isDay: boolean }[] => {
  const every = TICKS.find(tick => (to - from) / tick <= count) ?? Math.ceil((to - from) / count / D) * D
  const ticks: { at: number; isDay: boolean }[] = []
  for (let local = Math.ceil((from + offset) / every) * every; local <= to + offset; local += every)
    ticks.push({ at: local - offset, isDay: local % D === 0 })
  return ticks
}
