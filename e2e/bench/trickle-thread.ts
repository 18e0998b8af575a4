import { parentPort, workerData } from 'node:worker_threads'
import { wallNow, watchKernel, watchOverSsh } from './fdb-monitor'
import { macAt, startGrowingRows } from './growing-rows'
import type { Told, TrickleOptions } from './trickle'

const { lab, node, dst, everyMs }: TrickleOptions = workerData
const namespace = lab.nodes.find(({ name }) => name === node)?.namespace ?? ''

const kernel = await watchKernel(namespace)
const ssh = watchOverSsh(lab, node)
const rows = startGrowingRows(namespace, dst, everyMs)

const stop = async (): Promise<void> => {
  await rows.stop()
  await Promise.all([kernel.stop(), ssh.stop()])
  parentPort?.close()
}

/** What was told since the last time, of rows that everybody should have heard of by now. */
let from = 0
const take = (): Told[] => {
  const told: Told[] = []
  const until = wallNow() - 1_000
  for (; from < rows.written(); from++) {
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
