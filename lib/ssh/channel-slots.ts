/** Lets a bounded number of channels be open on one connection; the others wait in order. */
export class ChannelSlots {
  private open = 0
  private readonly waiting: (() => void)[] = []
  /** What ends the streams that stay open, the oldest first. */
  private readonly kept: (() => void)[] = []

  constructor(private limit: number) {}

  /** Resolves with the function that gives the slot back, or with null when none came free within `ms`. */
  acquire(ms: number): Promise<(() => void) | null> {
    if (this.open < this.limit) return Promise.resolve(this.take())
    this.evict()
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
   * A slot for a stream that stays: at once or not at all, and never the last, which commands need. `evict` is called when
   * the server turns out to bear so few channels that commands could never run beside the streams: the newest goes first.
   */
  keep(evict: () => void): (() => void) | null {
    if (this.open >= this.limit || this.kept.length + 1 >= this.limit) return null
    this.kept.push(evict)
    const release = this.take()
    return () => {
      const at = this.kept.indexOf(evict)
      if (at >= 0) this.kept.splice(at, 1)
      release()
    }
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

  /** Streams never give their slots back by themselves: where they hold all, waiting for one would be in vain. */
  private evict() {
    if (this.kept.length >= this.limit) this.kept.pop()?.()
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
