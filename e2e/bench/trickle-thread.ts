import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { parentPort, workerData } from 'node:worker_threads'
import { TOOL_PATH } from '@/e2e/lab/run'
import { wallNow, watchKernel, watchOverSsh } from './fdb-monitor'
import { DEVICE } from './teacher'
import type { Told, TrickleOptions } from './trickle'

const { lab, node, dst, everyMs }: TrickleOptions = workerData
const namespace = lab.nodes.find(({ name }) => name === node)?.namespace ?? ''

const byte = (value: number): string => (value & 255).toString(16).padStart(2, '0')
const macAt = (at: number): string => `02:ee:00:00:${byte(at >> 8)}:${byte(at)}`

const kernel = await watchKernel(namespace)
const ssh = watchOverSsh(lab, node)
const bridge = spawn('bridge', ['-n', namespace, '-batch', '-'], {
  stdio: ['pipe', 'ignore', 'inherit'],
  env: { ...process.env, PATH: TOOL_PATH },
})
const ended = once(bridge, 'close')

let written = 0
const timer = setInterval(() => {
  bridge.stdin.write(`fdb append ${macAt(written)} dev ${DEVICE} dst ${dst} static\n`)
  written += 1
}, everyMs)

const stop = async (): Promise<void> => {
  clearInterval(timer)
  bridge.stdin.end()
  await ended
  await Promise.all([kernel.stop(), ssh.stop()])
  parentPort?.close()
}

/** What was told since the last time, of rows that everybody should have heard of by now. */
let from = 0
const take = (): Told[] => {
  const told: Told[] = []
  const until = wallNow() - 1_000
  for (; from < written; from++) {
    const mac = macAt(from)
    const [at, bare] = [kernel.added.get(mac), ssh.added.get(mac)]
    if (at === undefined || at > until) break
    // Before the bare monitor hears anything, nobody can tell that it does.
    if (bare !== undefined) told.push({ mac, kernel: at, ssh: bare })
  }
  return told
}

parentPort?.on('message', (what: 'take' | 'stop') => {
  if (what === 'stop') void stop()
  else parentPort?.postMessage(take())
})
parentPort?.postMessage([])
