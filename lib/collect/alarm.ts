/** When to read again: the earliest moment that anybody asked for. */
export interface Alarm {
  /** Rings at `at` (ms, by the alarm's clock) or sooner. */
  set(at: number): void
  /** Resolves when it rings; true, or false when the signal ended the wait. Forgets what was asked for. */
  wait(): Promise<boolean>
}

/** Longer delays overflow Node's timers. */
const LONGEST_MS = 0x7fff_ffff

export const createAlarm = (now: () => number, signal: AbortSignal): Alarm => {
  let at = Number.POSITIVE_INFINITY
  let timer: NodeJS.Timeout | null = null
  let ring: ((rang: boolean) => void) | null = null
  const end = (rang: boolean): void => {
    signal.removeEventListener('abort', giveUp)
    if (timer) clearTimeout(timer)
    timer = null
    const heard = ring
    ring = null
    if (heard) at = Number.POSITIVE_INFINITY
    heard?.(rang)
  }
  const giveUp = (): void => end(false)
  const arm = (): void => {
    if (timer) clearTimeout(timer)
    if (!ring || at === Number.POSITIVE_INFINITY) return
    timer = setTimeout(() => end(true), Math.min(LONGEST_MS, Math.max(0, at - now())))
  }
  return {
    set: moment => {
      if (moment >= at) return
      at = moment
      arm()
    },
    wait: () =>
      new Promise(resolve => {
        if (signal.aborted) return resolve(false)
        ring = resolve
        signal.addEventListener('abort', giveUp)
        arm()
      }),
  }
}
