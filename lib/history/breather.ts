const SLICE_MS = 8

/** Long work on a loop that serves: awaited now and then, it lets others have their turn once 8 ms are used up. */
export const breather = (): (() => Promise<void>) => {
  let since = performance.now()
  return async () => {
    if (performance.now() - since < SLICE_MS) return
    await new Promise<void>(resolve => setImmediate(resolve))
    since = performance.now()
  }
}
