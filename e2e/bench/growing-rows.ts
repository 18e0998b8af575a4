import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { TOOL_PATH } from '@/e2e/lab/run'
import { DEVICE } from './teacher'

const byte = (value: number): string => (value & 255).toString(16).padStart(2, '0')

/** The MAC of a row by its number. */
export const macAt = (at: number): string => `02:ee:00:00:${byte(at >> 8)}:${byte(at)}`

/** Static rows that come to a node one after the other. */
export interface GrowingRows {
  /** How many were written to `bridge` by now. */
  written(): number
  stop(): Promise<void>
}

/** A row more every so often, by one `bridge` that stays: nothing is started while others are measured. */
export const startGrowingRows = (namespace: string, dst: string, everyMs: number): GrowingRows => {
  const bridge = spawn('bridge', ['-n', namespace, '-batch', '-'], {
    stdio: ['pipe', 'ignore', 'inherit'],
    env: { ...process.env, PATH: TOOL_PATH },
  })
  const ended = once(bridge, 'close')
  let count = 0
  const timer = setInterval(() => {
    bridge.stdin.write(`fdb append ${macAt(count)} dev ${DEVICE} dst ${dst} static\n`)
    count += 1
  }, everyMs)
  return {
    written: () => count,
    stop: async () => {
      clearInterval(timer)
      bridge.stdin.end()
      await ended
    },
  }
}
