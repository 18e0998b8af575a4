/** What is due sooner need not be looked for, which may take going through thousands of rows. */
const SOON_MS = 300

/** Calls `run` at the moments that `when` gives, asked anew after each `arm` and each run. */
export const createTimer = (now: () => number, when: () => number | null, run: () => Promise<void>) => {
  let timer: NodeJS.Timeout | null = null
  let due = 0
  const clear = () => {
    if (timer) clearTimeout(timer)
    timer = null
  }
  const arm = () => {
    if (timer && due <= now() + SOON_MS) return
    const at = when()
    clear()
    if (at === null) return
    due = at
    timer = setTimeout(ring, Math.max(0, at - now()))
  }
  const ring = async () => {
    const rung = timer
    await run()
    if (timer !== rung) return
    timer = null
    arm()
  }
  return { arm, clear }
}
