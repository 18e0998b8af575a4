import { connectLabNode } from '@/e2e/lab/connect'
import { LabError, type LabInfo, labDown, labUp } from '@/e2e/lab/lab'
import { mustRun } from '@/e2e/lab/run'
import { uniqueInstance, whyNoLab } from '@/e2e/lab/testing'
import { createStore, openReader, READ_LIMITS } from '@/lib/collect'
import { newShell } from '@/lib/collect/node-status'
import { type NodeMemory, readNode } from '@/lib/collect/read-node'
import type { NodeSink, Store } from '@/lib/collect/store'
import { applyFdbReading, type FdbTable } from '@/lib/overlay'
import type { SshConnection } from '@/lib/ssh'
import type { Emit } from './bench-line'
import { median } from './median'
import { cpuOf } from './node-cpu'
import { CONTROL_MASTER, type Rival, startClush, startControlMaster } from './sweep-rivals'

const ROUNDS = 11
/** The first rounds warm up both sides and are not counted. */
const WARM_UP = 2
const LOGINS_AT_ONCE = 4
/** Rows a node, in two measurements. */
const FEW = 20
const MANY = 1000

const byte = (value: number): string => (value & 255).toString(16).padStart(2, '0')

/** Static rows, so that none ages out while it is measured. */
const fill = async (lab: LabInfo, from: number, to: number): Promise<void> => {
  const row = (at: number) =>
    `fdb append 02:00:00:00:${byte(at >> 8)}:${byte(at)} dev vxlan0 dst 10.0.2.${(at % 50) + 1} static\n`
  const input = Array.from({ length: to - from }, (_, index) => row(from + index)).join('')
  for (const { namespace } of lab.nodes) await mustRun(['bridge', '-n', namespace, '-batch', '-'], { input })
}

interface Watched {
  name: string
  connection: SshConnection
  sink: NodeSink
  memory: NodeMemory | null
}

/** The product's own readings of every node, over connections that stand. */
class Sweep {
  /** Ms that taking the readings into the overlay took, of each collection. */
  builds: number[] = []
  private taking = 0

  private constructor(
    private readonly nodes: Watched[],
    private readonly store: Store,
  ) {}

  static async start(lab: LabInfo): Promise<Sweep> {
    const store = createStore(() => {}, Date.now)
    const nodes: Watched[] = []
    for (const { name } of lab.nodes) {
      const connection = await connectLabNode(lab, name)
      nodes.push({ name, connection, sink: store.add(newShell({ name })), memory: null })
    }
    const sweep = new Sweep(nodes, store)
    const left = [...nodes]
    const login = async () => {
      for (let node = left.shift(); node; node = left.shift()) await sweep.read(node)
    }
    await Promise.all(Array.from({ length: LOGINS_AT_ONCE }, login))
    return sweep
  }

  /** Reads all nodes and takes what they say into the overlay. */
  async collect(): Promise<void> {
    this.taking = 0
    await Promise.all(this.nodes.map(node => this.read(node)))
    this.builds.push(this.taking)
  }

  /** How many entries of VXLAN devices stand in the overlay. */
  entries(): number {
    return this.store.state().fdb.filter(({ vni }) => vni !== null).length
  }

  kinds(): Set<string> {
    return new Set(this.nodes.map(({ memory }) => memory?.reader.kind ?? 'none'))
  }

  async stop(): Promise<void> {
    await Promise.all(this.nodes.map(({ connection }) => connection.close()))
  }

  private async read(node: Watched): Promise<void> {
    const startedAt = Date.now()
    const result = await readNode(node.connection, node.memory, 'linux', Date.now, {
      limits: READ_LIMITS,
      openReader: (connection, profile) => openReader(connection, profile, { limits: READ_LIMITS }),
    })
    if (!result.ok) throw new LabError(`${node.name}: ${result.error.message}`)
    const { reading, memory } = result.value
    node.memory = memory
    const start = performance.now()
    const take = (table: FdbTable) => applyFdbReading(table, reading, { startedAt, watched: false })
    node.sink.step(take, { status: 'connected' }, reading)
    this.taking += performance.now() - start
  }
}

interface Measured {
  wall: number[]
  cpu: number[]
}

const measure = async (lab: LabInfo, collect: () => Promise<unknown>, into: Measured): Promise<void> => {
  const namespaces = lab.nodes.map(({ namespace }) => namespace)
  const cpu = cpuOf(namespaces)
  const start = performance.now()
  await collect()
  into.wall.push(performance.now() - start)
  into.cpu.push((cpuOf(namespaces) - cpu) / lab.nodes.length)
}

/** Rounds of everybody in turn: what else the machine does meets all alike. */
const compare = async (lab: LabInfo, sweep: Sweep, rivals: readonly Rival[]) => {
  const empty = (): Measured => ({ wall: [], cpu: [] })
  const ours = empty()
  const theirs = new Map(rivals.map(rival => [rival.name, empty()]))
  for (let round = 0; round < WARM_UP + ROUNDS; round++) {
    const counted = round >= WARM_UP
    await measure(lab, () => sweep.collect(), counted ? ours : empty())
    for (const { name, collect } of rivals) await measure(lab, collect, (counted && theirs.get(name)) || empty())
  }
  return { ours, theirs }
}

/** ControlMaster is the baseline; a further line each has another rival's name in its place. */
const report = (emit: Emit, rows: number, { ours, theirs }: Awaited<ReturnType<typeof compare>>): void => {
  const line = (metric: string, value: number, name: string, baseline: number) =>
    emit({
      ...{ bench: 'sweep', metric, value, unit: 'ms', ratio: value / baseline, n: ROUNDS },
      baseline: name === CONTROL_MASTER ? baseline : name,
    })
  for (const [name, { wall, cpu }] of theirs) {
    line(`rows${rows}`, median(ours.wall), name, median(wall))
    line(rows === FEW ? 'nodeCpu' : `nodeCpu${rows}`, mean(ours.cpu), name, mean(cpu))
  }
}

/** Of CPU: its clock is too coarse for a median of single rounds. */
const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length

/** A full reading of 50 nodes into the overlay, against those who only collect the output. Needs a lab. */
export const run = async (emit: Emit): Promise<void> => {
  const lacking = await whyNoLab()
  if (lacking) {
    process.stderr.write(`sweep: skipped, no lab can be had here: ${lacking}\n`)
    return
  }
  const name = uniqueInstance('z')
  const stops: (() => Promise<void>)[] = [() => labDown(name)]
  try {
    const lab = await labUp({ name, scenario: 'sweep-50' })
    const master = await startControlMaster(lab)
    stops.push(() => master.stop())
    const clush = await startClush(lab, master.config)
    if (!clush) process.stderr.write('sweep: clush is left out, it is not installed (Debian: clustershell)\n')
    const sweep = await Sweep.start(lab)
    stops.push(() => sweep.stop())
    for (const [from, to] of [
      [0, FEW],
      [FEW, MANY],
    ] as const) {
      await fill(lab, from, to)
      sweep.builds = []
      report(emit, to, await compare(lab, sweep, clush ? [master, clush] : [master]))
      if (sweep.entries() < to * lab.nodes.length) throw new LabError(`${sweep.entries()} entries are in the overlay`)
      const value = median(sweep.builds.slice(WARM_UP))
      emit({ bench: 'sweep', metric: `overlay${to}`, value, unit: 'ms', baseline: null, ratio: null, n: ROUNDS })
    }
    process.stderr.write(`sweep: nodes were read by ${[...sweep.kinds()].join(', ')}\n`)
  } finally {
    for (const stop of stops.reverse()) await stop()
  }
}
