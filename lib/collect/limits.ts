export interface ReadLimits {
  /** For one round trip, from request to the last byte. */
  timeoutMs: number
  /** Of output, per round trip. 100,000 FDB rows are 12.4 MB as JSON. */
  maxBytes: number
}

export const READ_LIMITS: ReadLimits = { timeoutMs: 15_000, maxBytes: 32 * 1024 * 1024 }

/** What is left of the time limit after the ms that have passed. */
export const lessTime = (limits: ReadLimits, passedMs: number): ReadLimits => ({
  ...limits,
  timeoutMs: Math.max(1, limits.timeoutMs - passedMs),
})

/** For the questions by which a way of asking is tried out: a way that hangs must not cost a reading's whole time. */
export const trialLimits = (limits: ReadLimits): ReadLimits => ({
  ...limits,
  timeoutMs: Math.min(limits.timeoutMs, 5_000),
})
