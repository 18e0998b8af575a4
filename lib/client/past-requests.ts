/** Requests for the past that are on their way: a scrubber asks for the next moment once the last one is there. */
let pending = 0
const watchers = new Set<() => void>()

const count = (step: number): void => {
  pending += step
  for (const watcher of watchers) watcher()
}

export const isPastUrl = (url: string): boolean => /[?&]at=/.test(url)

/** Counts a request as on its way until it is answered, or fails. */
export const whilePending = async <T>(request: Promise<T>): Promise<T> => {
  count(1)
  try {
    return await request
  } finally {
    count(-1)
  }
}

export const pastPending = (): boolean => pending > 0

export const watchPastRequests = (watcher: () => void): (() => void) => {
  watchers.add(watcher)
  return () => watchers.delete(watcher)
}
