import { fork } from 'node:child_process'
import { once } from 'node:events'
import { z } from 'zod'
import type { LargeSize } from './large-overlay'

const Ready = z.object({ url: z.string() })
const Told = z.object({ made: z.number() })

/** A production server over a large simulated overlay, in a process of its own. */
export interface LargeServer {
  url: string
  /** So many changes a second from now on. Gives how many there have been. */
  rate(rate: number): Promise<number>
  stop(): Promise<void>
}

/** Starts it, making the build first if need be. It ends with this process. */
export const startLarge = async (size: LargeSize): Promise<LargeServer> => {
  const child = fork('e2e/bench/ui/serve.mjs', [JSON.stringify(size)], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  const ended = once(child, 'exit').then(() => {
    throw new Error('the server ended before it served')
  })
  const [message] = await Promise.race([once(child, 'message'), ended])
  ended.catch(() => {})
  return {
    url: Ready.parse(message).url,
    rate: async rate => {
      const told = once(child, 'message')
      child.send({ rate })
      return Told.parse((await told)[0]).made
    },
    stop: async () => {
      child.kill()
      await once(child, 'exit')
    },
  }
}
