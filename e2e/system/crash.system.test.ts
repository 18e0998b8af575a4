import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type LabInfo, type LabNode, labDown, labUp } from '@/e2e/lab/lab'
import { processesIn, processName } from '@/e2e/lab/processes'
import { mustRun } from '@/e2e/lab/run'
import { uniqueInstance, whyNoLab } from '@/e2e/lab/testing'
import { openHistory } from '@/lib/history'
import { EventQuery } from '@/lib/model/event'
import { Inventory } from '@/lib/model/inventory'
import { historyFile } from '@/lib/server/inventory'
import { until } from './running'

const NAME = uniqueInstance('c')
const ROUNDS = process.env.VXSCOPE_LONG === '1' ? 10 : 2
/** Entries that come and go at once on each node: several of the history's batches. */
const BURST = 2_000
/** The server dies when so many events of the burst can be had from its history: each time another. */
const deadAfter = (round: number): number => 200 + ((round * 370) % 1_500)
const KEPT = ['ip', 'bridge']

const lacking = await whyNoLab()
const byte = (value: number): string => (value & 255).toString(16).padStart(2, '0')

/** Entries of a round on a node: added, and then taken away again. */
const burstLines = (round: number): string => {
  const macs = Array.from({ length: BURST }, (_, at) => `02:dd:${byte(round)}:00:${byte(at >> 8)}:${byte(at)}`)
  const lines = (verb: string, rest: string) => macs.map(mac => `fdb ${verb} ${mac} dev vxlan0 dst 10.0.2.77${rest}\n`)
  return [...lines('append', ' static'), ...lines('del', '')].join('')
}

const burstOn = ({ namespace }: LabNode, round: number): Promise<string> =>
  mustRun(['bridge', '-n', namespace, '-batch', '-'], { input: burstLines(round) })

/** A server of its own process; `ids` are the events that could be had from its history. */
const startServer = (lab: LabInfo): { child: ChildProcess; ids: Set<string>; isWatching: () => boolean } => {
  const child = spawn(process.execPath, ['e2e/system/serve.mjs', lab.configFile], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ids = new Set<string>()
  let watching = false
  createInterface({ input: child.stdout }).on('line', line => {
    if (line === 'watching') watching = true
    else ids.add(line)
  })
  return { child, ids, isWatching: () => watching }
}

const storedIds = async (lab: LabInfo): Promise<{ ids: Set<string>; movedAside: string | null }> => {
  const file = historyFile(Inventory.parse({}), lab.configFile, lab.dir)
  const opened = await openHistory({ file, now: Date.now })
  if (!opened.ok) throw new Error(opened.error.message)
  const { movedAside } = opened.value
  const ids = new Set<string>()
  let cursor: string | null | undefined
  while (cursor !== null) {
    const answer = await opened.value.events(EventQuery.parse({ limit: 1000, ...(cursor ? { cursor } : {}) }))
    if (!answer.ok) throw new Error(answer.error.message)
    for (const { id } of answer.value.events) ids.add(id)
    cursor = answer.value.nextCursor
  }
  await opened.value.close()
  return { ids, movedAside }
}

describe('the server is killed in a burst', () => {
  let lab: LabInfo
  const servers: ReturnType<typeof startServer>[] = []

  beforeAll(async () => {
    if (!lacking) lab = await labUp({ name: NAME })
  })
  beforeEach(context => context.skip(lacking !== null, lacking ?? ''))
  afterEach(() => {
    for (const { child } of servers.splice(0)) child.kill('SIGKILL')
  })
  afterAll(async () => {
    if (!lacking) await labDown(NAME)
  })

  const left = () =>
    processesIn(lab.nodes.map(({ namespace }) => namespace)).filter(({ pid }) => KEPT.includes(processName(pid) ?? ''))

  it.each(Array.from({ length: ROUNDS }, (_, round) => round))('loses nothing it had told: time %i', async round => {
    const server = startServer(lab)
    servers.push(server)
    const { child, ids, isWatching } = server
    await until('the server to watch all nodes', isWatching)
    const before = ids.size
    const bursts = Promise.all(lab.nodes.map(node => burstOn(node, round)))
    await until('the burst to be told', () => ids.size - before >= deadAfter(round))
    const exited = once(child, 'close')
    child.kill('SIGKILL')
    const killedAt = performance.now()
    await exited
    await bursts
    await until('no command of ours to be left on any node', () => left().length === 0, 10_000)
    expect(performance.now() - killedAt).toBeLessThan(10_000)
    const { ids: stored, movedAside } = await storedIds(lab)
    expect(movedAside).toBeNull()
    expect([...ids].filter(id => !stored.has(id))).toEqual([])
  })
})
