import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import type { LabInfo } from '@/e2e/lab/lab'
import { bundlePath } from '@/lib/history/worker-path'
import type { Serving } from '@/lib/server/serving'
import { wallNow } from './fdb-monitor'

export interface TrickleOptions {
  lab: LabInfo
  node: string
  dst: string
  everyMs: number
}

/** A row of the trickle: when the node's kernel told of it, and when a bare `ssh NODE bridge monitor fdb` had its line. */
export interface Told {
  mac: string
  kernel: number
  ssh: number
}

/** How long after the kernel's telling a row was had; ms. */
export interface Delays {
  ours: number[]
  ssh: number[]
}

export interface Trickle {
  /** Of the rows since it was last asked. */
  take(): Promise<Delays>
  stop(): Promise<void>
}

/**
 * A row more on a node every so often, and when each was heard of. All but the server's own part is done in a thread whose loop
 * is held by nothing: what is measured doesn't time itself.
 */
export const startTrickle = async ({ bus }: Serving, options: TrickleOptions): Promise<Trickle> => {
  const had = new Map<string, number>()
  const leave = bus.subscribe(({ delta }) => {
    for (const { node, mac } of delta.fdb.put) if (node === options.node && !had.has(mac)) had.set(mac, wallNow())
  })
  const thread = new Worker(await bundlePath('e2e/bench/trickle-thread.ts'), { workerData: options })
  await once(thread, 'message')
  return {
    take: async () => {
      thread.postMessage('take')
      const [told]: Told[][] = await once(thread, 'message')
      const delays: Delays = { ours: [], ssh: [] }
      for (const { mac, kernel, ssh } of told ?? []) {
        delays.ours.push((had.get(mac) ?? Number.POSITIVE_INFINITY) - kernel)
        delays.ssh.push(ssh - kernel)
      }
      return delays
    },
    stop: async () => {
      leave()
      const ended = once(thread, 'exit')
      thread.postMessage('stop')
      await ended
    },
  }
}
