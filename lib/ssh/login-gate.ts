/** Lets a bounded number of logins through at a time, in the order they came. */
export interface LoginGate {
  /** Resolves with the function that leaves the gate again (calling it twice does nothing). A wait that is aborted rejects. */
  enter(signal?: AbortSignal): Promise<() => void>
}

/** At most `atOnce` logins at once over all nodes: key exchange costs CPU on both sides. */
export const createLoginGate = (atOnce: number): LoginGate => {
  let inside = 0
  const waiting: (() => void)[] = []

  const leaveOnce = () => {
    let left = false
    return () => {
      if (left) return
      left = true
      const next = waiting.shift()
      if (next) next()
      else inside--
    }
  }

  return {
    enter: signal =>
      new Promise((resolve, reject) => {
        if (signal?.aborted) return reject(signal.reason)
        if (inside < atOnce) {
          inside++
          return resolve(leaveOnce())
        }
        const enter = () => {
          signal?.removeEventListener('abort', giveUp)
          resolve(leaveOnce())
        }
        const giveUp = () => {
          waiting.splice(waiting.indexOf(enter), 1)
          reject(signal?.reason)
        }
        waiting.push(enter)
        signal?.addEventListener('abort', giveUp, { once: true })
      }),
  }
}
