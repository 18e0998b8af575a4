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

/** True when the silence between two bursts is shorter than the ageing time. */
const neverSilent = ({ every, lasts }: Frames, ageingMs: number): boolean => every !== null && every - lasts <= ageingMs

/** The last frame sent to a MAC that was last heard at `heardAt`, while its row lived. */
const lastSent = (sent: Frames | undefined, heardAt: number, rule: AgeingRule, now: number): number | null => {
  if (!sent) return null
  const ageingMs = rule.ageing * 1000
  const livesUntil = heardAt + ageingMs
  if (rule.basis === 'updated') return lastFrame(sent, Math.min(now, livesUntil))
  if (sent.first > livesUntil) return null
  if (neverSilent(sent, ageingMs)) return lastFrame(sent, now)
  const start = burstStart(sent, Math.min(now, livesUntil))
  return start === null ? null : Math.min(now, start + sent.lasts)
}

const seconds = (ms: number): number => Math.floor(ms / 1000)

/**
 * Ages at `now` of a row that frames keep alive, or `null` where it isn't there: not yet heard, or aged out.
 * From 6.15 on receiving refreshes `updated` and sending `used`; before, both refresh `used` and `updated` stays at
 * the learning. Without a rule the row does not age.
 */
export const agesOf = (
  { heard, sent }: { heard: Frames; sent?: Frames },
  rule: AgeingRule | null,
  now: number,
): Ages | null => {
  const heardAt = lastFrame(heard, now)
  if (heardAt === null) return null
  if (rule === null) {
    const sentAt = sent ? lastFrame(sent, now) : null
    return { used: seconds(now - Math.max(heard.first, sentAt ?? heard.first)), updated: seconds(now - heard.first) }
  }
  const ageingMs = rule.ageing * 1000
  const sentAt = lastSent(sent, heardAt, rule, now)
  const keptBySending = rule.basis === 'used' && sent !== undefined && neverSilent(sent, ageingMs)
  const learnedAt =
    neverSilent(heard, ageingMs) || keptBySending ? heard.first : (burstStart(heard, now) ?? heard.first)
  const usedAt = Math.max(learnedAt, sentAt ?? learnedAt, rule.basis === 'used' ? heardAt : learnedAt)
  const updatedAt = rule.basis === 'used' ? learnedAt : heardAt
  const basisAt = rule.basis === 'used' ? usedAt : updatedAt
  return now - basisAt >= ageingMs ? null : { used: seconds(now - usedAt), updated: seconds(now - updatedAt) }
}
