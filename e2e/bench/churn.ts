import { spawn } from 'node:child_process'
import { once } from 'node:events'
import type { LabNode } from '@/e2e/lab/lab'
import { TOOL_PATH } from '@/e2e/lab/run'
import { DEVICE } from './teacher'

/** MACs that come and go, over and over. */
const MACS = 3_000

const byte = (value: number): string => (value & 255).toString(16).padStart(2, '0')

/** Static entries of a node that are added and deleted. */
export interface Churn {
  /** Adds so many, and deletes as many that were added before. */
  turn(count: number): void
  /** How many changes were made. */
  changes(): number
  stop(): Promise<void>
}

export const startChurn = (node: LabNode, dst: string): Churn => {
  const child = spawn('bridge', ['-n', node.namespace, '-force', '-batch', '-'], {
    stdio: ['pipe', 'ignore', 'inherit'],
    env: { ...process.env, PATH: TOOL_PATH },
  })
  const ended = once(child, 'close')
  let [added, deleted, changes] = [0, 0, 0]
  const macAt = (at: number): string => `02:c0:00:00:${byte((at % MACS) >> 8)}:${byte(at % MACS)}`
  return {
    turn: count => {
      const lines: string[] = []
      const before = added
      for (; deleted < before; deleted++) lines.push(`fdb del ${macAt(deleted)} dev ${DEVICE} dst ${dst}`)
      for (; added < before + count; added++) lines.push(`fdb add ${macAt(added)} dev ${DEVICE} dst ${dst} static`)
      changes += lines.length
      child.stdin.write(`${lines.join('\n')}\n`)
    },
    changes: () => changes,
    stop: async () => {
      child.stdin.end()
      await ended
    },
  }
}
