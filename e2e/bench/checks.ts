import type { FdbEntry, Reading } from '@/lib/model/reading'
import { buildOverlay, CheckBook, checkOverlay, type NodeInput, traceFrame, wholeDelta } from '@/lib/overlay'
import { deltaOf } from '@/lib/overlay/checks/testing'
import { aFloodEntry, aNode, anEntry, anUnderlay, aVxlanLink, GROUP, READ_AT } from '@/lib/overlay/testing'
import type { Emit } from './bench-line'
import { median } from './median'

const NODES = 1_000
const ROWS = 100
const VNI = 42
const ROUNDS = 7

const byte = (value: number): string => (value & 255).toString(16).padStart(2, '0')
const macOf = (index: number): string => `02:00:00:${byte(index >> 16)}:${byte(index >> 8)}:${byte(index)}`
const ownMacOf = (node: number): string => `02:0a:00:00:${byte(node >> 8)}:${byte(node)}`
const addressOf = (node: number): string => `10.${1 + (node >> 8)}.${node & 255}.1`

/** A node of one VNI over a group, which has learned MACs at 20 others. */
const nodeOf = (node: number): NodeInput => {
  const learned: FdbEntry[] = Array.from({ length: ROWS - 1 }, (_, at) => {
    const peer = (node + 1 + (at % 20)) % NODES
    return at < 20 ? anEntry(ownMacOf(peer), addressOf(peer)) : anEntry(macOf(peer * ROWS + at), addressOf(peer))
  })
  const address = `172.16.${node >> 8}.${node & 255}`
  const vxlan = aVxlanLink(
    'vxlan0',
    { group: GROUP, vni: VNI },
    { link: 'eth1', mac: ownMacOf(node), addresses: [{ address, prefixlen: 16, scope: 'global' }] },
  )
  const reading = { links: [anUnderlay('eth1', addressOf(node)), vxlan], fdb: [aFloodEntry(GROUP), ...learned] }
  return aNode(`n${node}`, reading, { watch: 'stream' })
}

const timed = (run: () => void): number => {
  const start = performance.now()
  run()
  return performance.now() - start
}

const readingsOf = (nodes: readonly NodeInput[]): Map<string, Reading> =>
  new Map(nodes.flatMap(({ name, reading }) => (reading ? [[name, reading] as const] : [])))

/** `node` with one row more than it had. */
const taught = (node: NodeInput, mac: string, dst: string): NodeInput =>
  node.reading ? { ...node, reading: { ...node.reading, fdb: [...node.reading.fdb, anEntry(mac, dst)] } } : node

/** A trace, all checks, and the checks after one changed row, over 1,000 VTEPs and 100,000 rows. */
export const run = async (emit: Emit): Promise<void> => {
  const nodes = Array.from({ length: NODES }, (_, node) => nodeOf(node))
  const readings = readingsOf(nodes)
  const { overlay, fdb } = buildOverlay(nodes)
  const line = (metric: string, times: number[], baseline: number | null = null): void => {
    const value = median(times)
    emit({ bench: 'checks', metric, value, unit: 'ms', baseline, ratio: baseline && value / baseline, n: times.length })
  }

  const input = { overlay, fdb, readings, neighbours: new Map(), findings: [] }
  const trace = (to: number, verdict: string): number =>
    timed(() => {
      const traced = traceFrame(input, { from: 'n0', vni: VNI, to: ownMacOf(to) })
      if (!traced.ok || traced.value.verdict !== verdict) throw new Error(`n0 to n${to} is not ${verdict}`)
    })
  const traces = Array.from({ length: ROUNDS * 3 }, (_, round) => [
    trace(1 + (round % 20), 'unicast'),
    trace(500 + round, 'flood'),
  ])
  line('trace', traces.slice(2).flat())

  const full = Array.from({ length: ROUNDS }, () => timed(() => checkOverlay({ overlay, fdb, readings, now: READ_AT })))
  line('full', full.slice(1))

  const book = new CheckBook()
  book.take(wholeDelta(overlay, fdb), readings, READ_AT)
  const [first, ...others] = nodes
  if (!first) throw new Error('no node')
  let before = { overlay, fdb }
  const incremental: number[] = []
  for (let round = 0; round < ROUNDS + 4; round++) {
    const now = round % 2 === 0 ? [taught(first, macOf(0xff_0000), addressOf(7)), ...others] : nodes
    const after = buildOverlay(now)
    const delta = deltaOf(before, after)
    const known = readingsOf(now)
    incremental.push(timed(() => book.take(delta, known, READ_AT)))
    before = after
  }
  line('incremental', incremental.slice(2), median(full.slice(1)))
}
