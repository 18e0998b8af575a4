import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { burstLines } from '@/e2e/bench/burst-lines'
import { startGrowingRows } from '@/e2e/bench/growing-rows'
import { type LabInfo, labDown, labUp, startSshd, stopSshd } from '@/e2e/lab/lab'
import { mustRun } from '@/e2e/lab/run'
import { uniqueInstance, whyNoLab } from '@/e2e/lab/testing'
import type { BusMessage } from '@/lib/bus'
import { type Serving, startServing } from '@/lib/server/serving'
import { nodeOf, until, untilConnected } from './running'

const NAME = uniqueInstance('b')
const BIG = 'ubuntu'
const OTHER = 'vyos02'
/** All of them take minutes on a machine that does other things too: `VXSCOPE_LONG=1` asks for that. */
const ROWS = process.env.VXSCOPE_LONG === '1' ? 100_000 : 20_000
/** Of a machine that does other things too; what it takes on an idle one stands in docs/measurements.md. */
const LIMIT_MS = 240_000
const lacking = await whyNoLab()

/** What a browser that follows the stream has of the large node, and how often others were told of in between. */
const follow = ({ bus }: Serving) => {
  const rows = new Map<string, string>()
  const told: { node: string; rows: number }[] = []
  const take = ({ delta: { fdb } }: BusMessage): void => {
    for (const id of fdb.remove) rows.delete(id)
    for (const row of fdb.put) if (row.node === BIG && row.ifname === 'vxlan0') rows.set(row.id, row.state)
    const big = fdb.put.filter(({ node }) => node === BIG).length
    if (big > 0) told.push({ node: BIG, rows: big })
    if (fdb.put.some(({ node }) => node === OTHER)) told.push({ node: OTHER, rows: 1 })
  }
  for (const row of bus.current().fdb) if (row.node === BIG && row.ifname === 'vxlan0') rows.set(row.id, row.state)
  return { rows, told, leave: bus.subscribe(take) }
}

describe(`${ROWS.toLocaleString('en')} rows at once on one node`, { timeout: 2 * LIMIT_MS }, () => {
  let lab: LabInfo
  let serving: Serving
  let seen: ReturnType<typeof follow>

  const batch = (node: string, input: string): Promise<string> =>
    mustRun(['bridge', '-n', lab.nodes.find(({ name }) => name === node)?.namespace ?? '', '-batch', '-'], { input })
  const kernelMacs = async (): Promise<string[]> => {
    const { namespace = '' } = lab.nodes.find(({ name }) => name === BIG) ?? {}
    const text = await mustRun(['bridge', '-n', namespace, 'fdb', 'show', 'dev', 'vxlan0'])
    return text
      .split('\n')
      .flatMap(line => (line.includes(' dst ') ? line.slice(0, 17) : []))
      .sort()
  }
  const shownMacs = (): string[] =>
    serving.bus
      .current()
      .fdb.flatMap(row => (row.node === BIG && row.ifname === 'vxlan0' && row.dst !== null ? row.mac : []))
      .sort()

  beforeAll(async () => {
    if (lacking) return
    lab = await labUp({ name: NAME })
    serving = await startServing(lab.configFile, lab.dir)
    await untilConnected(serving, [BIG, OTHER])
    await until('both to be watched', () => [BIG, OTHER].every(name => nodeOf(serving, name).watch === 'stream'))
    seen = follow(serving)
  })
  beforeEach(context => context.skip(lacking !== null, lacking ?? ''))
  afterAll(async () => {
    if (lacking) return
    seen?.leave()
    await serving?.stop()
    await labDown(NAME)
  })

  it('are all there, and what happens on another node is told in between', async () => {
    const namespace = lab.nodes.find(({ name }) => name === OTHER)?.namespace ?? ''
    const others = startGrowingRows(namespace, '10.0.2.99', 100)
    const before = seen.rows.size
    await batch(BIG, burstLines('append', ROWS))
    await until('all rows to be told', () => seen.rows.size >= before + ROWS, LIMIT_MS)
    await others.stop()
    expect(shownMacs()).toEqual(await kernelMacs())
    const between = seen.told.findIndex(({ node }) => node === OTHER)
    const last = seen.told.findLastIndex(({ node }) => node === BIG)
    expect(between).toBeGreaterThanOrEqual(0)
    expect(seen.told.slice(between, last).filter(({ node }) => node === OTHER).length).toBeGreaterThan(5)
    expect(Math.max(...seen.told.map(({ rows }) => rows))).toBeLessThan(5_000)
  })

  it('are stale when its sshd is gone and live when it is back, with no event of any', async () => {
    const events: string[] = []
    const leave = serving.bus.subscribe(message => {
      for (const { node, kind } of message.events) if (node === BIG) events.push(kind)
    })
    const all = (state: string) => [...seen.rows.values()].every(one => one === state)
    await stopSshd(NAME, BIG)
    await until('all rows to be stale', () => all('stale'), LIMIT_MS)
    await startSshd(NAME, BIG)
    await until('all rows to be live', () => all('live'), LIMIT_MS)
    leave()
    expect(events.filter(kind => kind !== 'nodeLost' && kind !== 'nodeRefused' && kind !== 'nodeConnected')).toEqual([])
  })

  it('are all gone when they are taken away at once', async () => {
    await batch(BIG, burstLines('del', ROWS))
    const left = await kernelMacs()
    await until('all to be gone', () => seen.rows.size < 1_000, LIMIT_MS)
    await until('the rest to be the kernel’s', () => shownMacs().length === left.length, LIMIT_MS)
    expect(shownMacs()).toEqual(left)
  })
})
