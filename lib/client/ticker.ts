import { ageNow, serverNow } from './server-clock'

const STEP_MS = 1_000

interface Moment {
  /** Server time in ms; `null` before the first answer. */
  now: number | null
  /** The same for ages: it stops when answers do. */
  age: number | null
}

const listeners = new Set<() => void>()
let timer: ReturnType<typeof setInterval> | undefined
let moment: Moment = { now: null, age: null }
let takenAt = Number.NEGATIVE_INFINITY

const take = (): void => {
  takenAt = performance.now()
  moment = { now: serverNow(), age: ageNow() }
}

const tick = (): void => {
  if (document.visibilityState !== 'visible') return
  take()
  for (const listener of listeners) listener()
}

/** Calls once a second while the page is in sight: one timer for all who listen, so that all count in the same beat. */
export const onTick = (listener: () => void): (() => void) => {
  if (listeners.size === 0) {
    timer = setInterval(tick, STEP_MS)
    document.addEventListener('visibilitychange', tick)
  }
  listeners.add(listener)
  return () => {
    listeners.delete(listener)
    if (listeners.size > 0) return
    clearInterval(timer)
    document.removeEventListener('visibilitychange', tick)
  }
}

/** The moment of the last tick. */
export const tickedMoment = (): Moment => {
  const idle = listeners.size === 0 && performance.now() - takenAt > STEP_MS
  if (moment.now === null || idle) {
    const before = moment
    take()
    if (moment.now === before.now && moment.age === before.age) moment = before
  }
  return moment
}
