/**
 * When frames passed, in ms of the modelled clock: from `first` on, for `lasts` ms, and so again `every` ms
 * (`null`: that once). A closed form, so that a thousand nodes need no timer: what a row is now follows from the clock alone.
 */
export interface Frames {
  first: number
  lasts: number
  every: number | null
}

/** One frame at `at`. */
export const once = (at: number): Frames => ({ first: at, lasts: 0, every: null })

/** Which of the two times of an FDB row its end is counted from. */
export type AgeingBasis = 'used' | 'updated'

/** How a device ages its rows; `ageing` in seconds. */
export interface AgeingRule {
  basis: AgeingBasis
  ageing: number
}

/** What `bridge -s` prints as `used USED/UPDATED`: whole seconds, rounded down. */
export interface Ages {
  used: number
  updated: number
}

/**
 * The clock that a VXLAN device ages by. Kernels before 6.15 count from `used`, later ones from `updated`
 * ("vxlan: Age FDB entries based on Rx traffic"); a bridge always counts from `updated`.
 */
export const vxlanAgeingBasis = (kernel: string): AgeingBasis => {
  const [major = 0, minor = 0] = kernel.split('.', 2).map(part => Number.parseInt(part, 10))
  return major > 6 || (major === 6 && minor >= 15) ? 'updated' : 'used'
}

/** Begin of the burst that runs or ran last before `now`; `null` before the first. */
const burstStart = ({ first, every }: Frames, now: number): number | null => {
  if (now < first) return null
  return every === null ? first : now - ((now - first) % every)
}

const lastFrame = (frames: Frames, now: number): number | null => {
  const start = burstStart(frames, now)
  return start === null ? null : Math.min(now, start + frames.lasts)
}

/** Begin of the run of bursts that `now` belongs to, when silences shorter than `ageingMs` don't end one. */
const runStart = (frames: Frames, ageingMs: number, now: number): number | null => {
  if (frames.every !== null && frames.every - frames.lasts < ageingMs && now >= frames.first) return frames.first
  return burstStart(frames, now)
}

interface Times {
  usedAt: number
  updatedAt: number
  endsAt: number
}

/** From 6.15 on: receiving refreshes `updated`, sending `used`, and `updated` decides. */
const timesByUpdated = (heard: Frames, sent: Frames | undefined, ageingMs: number, now: number): Times | null => {
  const learnedAt = runStart(heard, ageingMs, now)
  const updatedAt = lastFrame(heard, now)
  if (learnedAt === null || updatedAt === null) return null
  const sentAt = (sent && lastFrame(sent, now)) ?? learnedAt
  return { usedAt: Math.max(learnedAt, sentAt), updatedAt, endsAt: updatedAt + ageingMs }
}

interface Burst {
  start: number
  end: number
  heard: boolean
}

const bursts = (frames: Frames, heard: boolean, now: number): Burst[] => {
  if (now < frames.first) return []
  const count = frames.every === null ? 1 : Math.floor((now - frames.first) / frames.every) + 1
  return Array.from({ length: count }, (_, index) => {
    const start = frames.first + index * (frames.every ?? 0)
    return { start, end: Math.min(now, start + frames.lasts), heard }
  })
}

/** Sending keeps a row alive but can't make one, so each burst is looked at in its order. */
const walkBursts = (heard: Frames, sent: Frames, ageingMs: number, now: number): Times | null => {
  const all = [...bursts(heard, true, now), ...bursts(sent, false, now)]
  all.sort((one, other) => one.start - other.start || Number(other.heard) - Number(one.heard))
  let times: Times | null = null
  let sending = Number.NEGATIVE_INFINITY
  for (const burst of all) {
    if (times && times.endsAt <= burst.start) times = null
    if (!burst.heard) sending = burst.end
    if (burst.heard && !times) times = { usedAt: Math.max(burst.start, sending), updatedAt: burst.start, endsAt: 0 }
    if (!times) continue
    times.usedAt = Math.max(times.usedAt, burst.end)
    times.endsAt = times.usedAt + ageingMs
  }
  return times
}

/** Before 6.15: both directions refresh `used`, which decides; `updated` stays at the learning. */
const timesByUsed = (heard: Frames, sent: Frames | undefined, ageingMs: number, now: number): Times | null => {
  if (sent) return walkBursts(heard, sent, ageingMs, now)
  const updatedAt = runStart(heard, ageingMs, now)
  const usedAt = lastFrame(heard, now)
  return updatedAt === null || usedAt === null ? null : { usedAt, updatedAt, endsAt: usedAt + ageingMs }
}

const timesOfStayingRow = (heard: Frames, sent: Frames | undefined, now: number): Times | null => {
  if (now < heard.first) return null
  const sentAt = (sent && lastFrame(sent, now)) ?? heard.first
  return { usedAt: Math.max(heard.first, sentAt), updatedAt: heard.first, endsAt: Number.POSITIVE_INFINITY }
}

const timesOf = (heard: Frames, sent: Frames | undefined, rule: AgeingRule | null, now: number): Times | null => {
  if (rule === null) return timesOfStayingRow(heard, sent, now)
  const times = rule.basis === 'used' ? timesByUsed : timesByUpdated
  return times(heard, sent, rule.ageing * 1000, now)
}

interface Kept {
  heard: Frames
  sent?: Frames | undefined
}

/** When a row that is there at `now` goes unless further frames pass, ms; `Infinity` without a rule, `null` where it isn't there. */
export const endOf = ({ heard, sent }: Kept, rule: AgeingRule | null, now: number): number | null => {
  const times = timesOf(heard, sent, rule, now)
  return times && now < times.endsAt ? times.endsAt : null
}

/** When frames begin to pass again after `now`, ms; `null` for never. */
export const nextBurst = ({ first, every }: Frames, now: number): number | null => {
  if (now < first) return first
  return every === null ? null : first + (Math.floor((now - first) / every) + 1) * every
}

/**
 * Ages at `now` of a row that frames keep alive, or `null` where it isn't there: not yet heard, or aged out. The end is
 * exact: the kernel's clean-up timer, which takes up to 10 s longer, is not modelled. Without a rule the row does not age.
 */
export const agesOf = ({ heard, sent }: Kept, rule: AgeingRule | null, now: number): Ages | null => {
  const times = timesOf(heard, sent, rule, now)
  if (!times || now >= times.endsAt) return null
  return { used: Math.floor((now - times.usedAt) / 1000), updated: Math.floor((now - times.updatedAt) / 1000) }
}
