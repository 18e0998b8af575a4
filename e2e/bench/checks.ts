import type { FdbEntry, Reading } from '@/lib/model/reading'
import {
  type BuiltOverlay,
  buildOverlay,
  CheckBook,
  checkOverlay,
  type NodeInput,
  traceFrame,
  wholeDelta,
} from '@/lib/overlay'
import { deltaOf } from '@/lib/overlay/checks/testing'
import { aFloodEntry, aNode, anEntry, anUnderlay, aVxlanLink, GROUP, READ_AT } from '@/lib/overlay/testing'
import type { Emit } from './bench-line'
import { median } from './median'

const NODES = 1_000
const ROWS = 100
const ROUNDS = 7

/** Who is in which VNIs, and to whom a node's entries lead. */
interface Fleet {
  /** Before each metric's name. */
  prefix: string
  vnisOf: (node: number) => readonly number[]
  /** The next member of a node's VNIs. */
  apart: number
  /** Members of a VNI that a node's entries of it lead to. */
  peers: number
}

/** The hard case: whatever takes all members of a VNI takes all nodes. */
const ONE_VNI: Fleet = { prefix: '', vnisOf: () => [42], apart: 1, peers: 20 }
/** 200 VNIs of 25 members each, five on each node. */
const MANY_VNIS: Fleet = {
  prefix: 'vnis:',
  vnisOf: node => Array.from({ length: 5 }, (_, at) => 1 + (node % 40) * 5 + at),
  apart: 40,
  peers: 4,
}

const byte = (value: number): string => (value & 255).toString(16).padStart(2, '0')
const macOf = (index: number): string => `02:00:00:${byte(index >> 16)}:${byte(index >> 8)}:${byte(index)}`
const ownMacOf = (node: number): string => `02:0a:00:00:${byte(node >> 8)}:${byte(node)}`
const addressOf = (node: number): string => `10.${1 + (node >> 8)}.${node & 255}.1`

/** A node with a device over a group for each of its VNIs, which has learned MACs at some others. */
const nodeOf = (node: number, { vnisOf, apart, peers }: Fleet): NodeInput => {
  const vnis = vnisOf(node)
  const address = `172.16.${node >> 8}.${node & 255}`
  const devices = vnis.map((vni, device) => {
    const ifname = `vxlan${device}`
    const learned: FdbEntry[] = Array.from({ length: ROWS / vnis.length - 1 }, (_, at) => {
      const peer = (node + apart * (1 + (at % peers))) % NODES
      const mac = at < peers ? ownMacOf(peer) : macOf(peer * ROWS + at)
      return anEntry(mac, addressOf(peer), { ifname })
    })
    const link = aVxlanLink(
      ifname,
      { group: GROUP, vni },
      { link: 'eth1', mac: ownMacOf(node), addresses: [{ address, prefixlen: 16, scope: 'global' }] },
    )
    return { link, fdb: [aFloodEntry(GROUP, { ifname }), ...learned] }
  })
  const links = [anUnderlay('eth1', addressOf(node)), ...devices.map(({ link }) => link)]
  return aNode(`n${node}`, { links, fdb: devices.flatMap(({ fdb }) => fdb) }, { watch: 'stream' })
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

/** What is told of a fleet's times. */
type Line = (metric: string, times: number[], baseline?: number | null) => void

const traces = (
  nodes: readonly NodeInput[],
  { overlay, fdb }: BuiltOverlay,
  { vnisOf, apart, peers }: Fleet,
): number[] => {
  const input = { overlay, fdb, readings: readingsOf(nodes), neighbours: new Map(), findings: [] }
  const [vni = 0] = vnisOf(0)
  const trace = (to: number, verdict: string): number =>
    timed(() => {
      const traced = traceFrame(input, { from: 'n0', vni, to: ownMacOf(to) })
      if (!traced.ok || traced.value.verdict !== verdict) throw new Error(`n0 to n${to} is not ${verdict}`)
    })
  return Array.from({ length: ROUNDS * 3 }, (_, round) => [
    trace(apart * (1 + (round % peers)), 'unicast'),
    trace(apart * (peers + 1 + (round % 4)), 'flood'),
  ]).flat()
}

const measure = (fleet: Fleet, line: Line): void => {
  const nodes = Array.from({ length: NODES }, (_, node) => nodeOf(node, fleet))
  const readings = readingsOf(nodes)
  const built = buildOverlay(nodes)
  const { overlay, fdb } = built
  line('trace', traces(nodes, built, fleet).slice(4))

  const full = Array.from({ length: ROUNDS }, () => timed(() => checkOverlay({ overlay, fdb, readings, now: READ_AT })))
  line('full', full.slice(1))

  const book = new CheckBook()
  book.take(wholeDelta(overlay, fdb), readings, READ_AT)
  const [first, ...others] = nodes
  if (!first) throw new Error('no node')
  let before = built
  const incremental: number[] = []
  for (let round = 0; round < ROUNDS + 4; round++) {
    const now = round % 2 === 0 ? [taught(first, macOf(0xff_0000), addressOf(3 * fleet.apart)), ...others] : nodes
    const after = buildOverlay(now)
    const delta = deltaOf(before, after)
    const known = readingsOf(now)
    incremental.push(timed(() => book.take(delta, known, READ_AT)))
    before = after
  }
  line('incremental', incremental.slice(2), median(full.slice(1)))
}

/** A trace, all checks, and the checks after one changed row, over 1,000 VTEPs and 100,000 rows: all in one VNI, and in 200. */
export const run = async (emit: Emit): Promise<void> => {
  for (const fleet of [ONE_VNI, MANY_VNIS]) {
    measure(fleet, (metric, times, baseline = null) => {
      const value = median(times)
      const ratio = baseline && value / baseline
      emit({ bench: 'checks', metric: `${fleet.prefix}${metric}`, value, unit: 'ms', baseline, ratio, n: times.length })
    })
  }
}
