import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type LabInfo, labDown, labUp, startSshd, stopSshd } from '@/e2e/lab/lab'
import { mustRun, TOOL_PATH } from '@/e2e/lab/run'
import { uniqueInstance, whyNoLab } from '@/e2e/lab/testing'
import { until } from '@/e2e/system/running'
import type { State } from '@/lib/model/overlay'
import { type Serving, startServing } from '@/lib/server/serving'
import type { Emit } from './bench-line'
import { burstLines } from './burst-lines'
import { watchStalls } from './loop-stalls'
import { median, quantile } from './median'
import { startTrickle } from './trickle'

const BIG = 'ubuntu'
const OTHER = 'vyos02'
const ROWS = 100_000
const CALM_MS = 3_000
const EVERY_MS = 100
/** Until all have heard of a phase's last rows. */
const SETTLE_MS = 1_200
const LIMIT_MS = 120_000

const namespaceOf = (lab: LabInfo, name: string): string => lab.nodes.find(node => node.name === name)?.namespace ?? ''

const spawnBridge = (namespace: string, file: string): ChildProcess =>
  spawn('bridge', ['-n', namespace, '-batch', file], {
    stdio: ['pipe', 'ignore', 'inherit'],
    env: { ...process.env, PATH: TOOL_PATH },
  })

const ip = (lab: LabInfo, ...words: string[]): Promise<string> => mustRun(['ip', '-n', namespaceOf(lab, BIG), ...words])

const ended = async (child: ChildProcess): Promise<void> => {
  const [code] = await once(child, 'close')
  if (code !== 0) throw new Error(`bridge -batch ended with ${code}`)
}

/** 100,000 rows at once on one node of a lab that is served: when they are all there, and what others notice of it. */
export const run = async (emit: Emit): Promise<void> => {
  const lacking = await whyNoLab()
  if (lacking) {
    process.stderr.write(`burst: skipped, no lab can be had here: ${lacking}\n`)
    return
  }
  const name = uniqueInstance('big')
  const stops: (() => Promise<void>)[] = [() => labDown(name)]
  try {
    const lab = await labUp({ name })
    const files = { add: path.join(lab.dir, 'burst.add'), del: path.join(lab.dir, 'burst.del') }
    await writeFile(files.add, burstLines('append', ROWS))
    await writeFile(files.del, burstLines('del', ROWS))
    stops.push(
      () => rm(files.add),
      () => rm(files.del),
    )
    const serving = await startServing(lab.configFile, lab.dir)
    stops.push(() => serving.stop())
    const { bus } = serving
    await until('both to be watched', () => bus.current().overlay.nodes.every(({ watch }) => watch === 'stream'))
    const stalls = watchStalls()
    stops.push(async () => stalls.stop())
    const other = await startTrickle(serving, { lab, node: OTHER, dst: '10.0.2.99', everyMs: EVERY_MS })
    stops.push(() => other.stop())
    const rows = watchRows(serving)
    stops.push(async () => rows.leave())
    const phase = async (metric: string, work: () => Promise<void>) => {
      await other.take()
      stalls.take()
      const start = performance.now()
      await work()
      const took = performance.now() - start
      const { max, maxBusy, cpu, over } = stalls.take()
      await sleep(SETTLE_MS)
      const { ours, ssh } = await other.take()
      const line = (what: string, value: number, baseline: number | null = null, n = 1) => {
        const ratio = baseline === null ? null : value / baseline
        emit({ bench: 'burst', metric: `${metric}:${what}`, value, unit: 'ms', baseline, ratio, n })
      }
      line('complete', took)
      line('maxStall', max)
      line('maxBusy', maxBusy)
      line('cpu', cpu)
      process.stderr.write(`${metric}: stalls over 50 ms: ${over.map(Math.round).join(' ')}\n`)
      line('otherMedian', median(ours), median(ssh), ours.length)
      line('otherP95', quantile(ours, 0.95), quantile(ssh, 0.95), ours.length)
    }
    await phase('calm', () => sleep(CALM_MS))
    const before = rows.count()
    await phase('added', async () => {
      await ended(spawnBridge(namespaceOf(lab, BIG), files.add))
      const end = performance.now()
      await until('all rows to be there', () => rows.count() >= before + ROWS, LIMIT_MS)
      process.stderr.write(`complete ${Math.round(performance.now() - end)} ms after the end of the burst\n`)
    })
    await phase('afterwards', () => sleep(10_000))
    const moment = Date.now()
    await phase('past', async () => {
      const then = serving.past.ok ? await serving.past.value.at(moment) : serving.past
      if (!then.ok) throw new Error(then.error.message)
      if (then.value.fdb.length < ROWS) throw new Error(`${then.value.fdb.length} rows were there`)
    })
    await phase('lost', async () => {
      await stopSshd(name, BIG)
      await until('its rows to be stale', () => rows.state() === 'stale', LIMIT_MS)
      await sleep(1_000)
    })
    await phase('back', async () => {
      await startSshd(name, BIG)
      await until('its rows to be live', () => rows.state() === 'live', LIMIT_MS)
      await sleep(3_000)
    })
    await phase('deviceUp', async () => {
      await ip(lab, 'link', 'add', 'another', 'type', 'bridge')
      await sleep(3_000)
      // Its own rows would be counted among those that are to go.
      await ip(lab, 'link', 'del', 'another')
    })
    await phase('deleted', async () => {
      await ended(spawnBridge(namespaceOf(lab, BIG), files.del))
      const end = performance.now()
      await until('all rows to be gone', () => rows.count() <= before, LIMIT_MS)
      process.stderr.write(`complete ${Math.round(performance.now() - end)} ms after the end of the burst\n`)
    })
    await phase('addedAgain', async () => {
      await ended(spawnBridge(namespaceOf(lab, BIG), files.add))
      await until('all rows to be there', () => rows.count() >= before + ROWS, LIMIT_MS)
      await sleep(3_000)
    })
    await phase('deviceDeleted', async () => {
      await ip(lab, 'link', 'del', 'vxlan0')
      await until('all rows to be gone', () => rows.count() < 100, LIMIT_MS)
      await sleep(2_000)
    })
  } finally {
    for (const stop of stops.reverse()) await stop()
  }
}

/** The node's rows by id, by what the bus says: looking at the list would cost the loop that is measured. */
const watchRows = ({ bus }: Serving) => {
  const states = new Map<string, State>()
  let stale = 0
  const leave = bus.subscribe(({ delta: { fdb } }) => {
    const set = (id: string, state: State | null): void => {
      if (states.get(id) === 'stale') stale -= 1
      if (state === null) states.delete(id)
      else states.set(id, state)
      if (state === 'stale') stale += 1
    }
    for (const row of fdb.put) if (row.node === BIG) set(row.id, row.state)
    for (const id of fdb.remove) set(id, null)
  })
  for (const row of bus.current().fdb) if (row.node === BIG) states.set(row.id, row.state)
  return {
    leave,
    count: () => states.size,
    state: () => (stale === 0 ? 'live' : stale === states.size ? 'stale' : 'mixed'),
  }
}
