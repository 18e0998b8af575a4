/** Lets a bounded number of channels be open on one connection; the others wait in order. */
export class ChannelSlots {
  private open = 0
  private readonly waiting: (() => void)[] = []

  constructor(private limit: number) {}

  /** Resolves with the function that gives the slot back, or with null when none came free within `ms`. */
  acquire(ms: number): Promise<(() => void) | null> {
    if (this.open < this.limit) return Promise.resolve(this.take())
    return new Promise(resolve => {
      const enter = () => {
        clearTimeout(timer)
        resolve(this.take())
      }
      const timer = setTimeout(() => {
        this.waiting.splice(this.waiting.indexOf(enter), 1)
        resolve(null)
      }, ms)
      this.waiting.push(enter)
    })
  }

  /**
   * The server refused one more: from now on only as many as it bears beside the refused one. False when there is none
   * beside it, so that waiting would not help.
   */
  shrink(): boolean {
    if (this.open <= 1) return false
    this.limit = Math.min(this.limit, this.open - 1)
    return true
  }

  private take(): () => void {
    this.open++
    let held = true
    return () => {
      if (!held) return
      held = false
      this.open--
      while (this.open < this.limit && this.waiting.length > 0) this.waiting.shift()?.()
    }
  }
}
