import type { NodeSpec } from '@/e2e/fleet/fleet'
import { bigFleetNodes } from '@/e2e/fleet/scenarios'
import { runScript } from '@/e2e/fleet/shell'
import { type Bus, createBus } from '@/lib/bus'
import { createStore } from '@/lib/collect'
import { newShell } from '@/lib/collect/node-status'
import { readNode } from '@/lib/collect/read-node'
import type { NodeSink } from '@/lib/collect/store'
import { applyFdbLines, applyFdbReading } from '@/lib/overlay'
import { parseFdbLine } from '@/lib/platform'
import type { SshConnection } from '@/lib/ssh'

export interface LargeSize {
  nodes: number
  /** Learned rows a node. */
  rows: number
  vnis: number
}

/** The simulated fleet's nodes, asked in this process: the same commands and answers, without a thousand SSH servers. */
const connectionTo = (spec: NodeSpec, now: () => number): SshConnection => ({
  status: 'connected',
  ready: async () => ({ ok: true, value: { by: null } }),
  run: async (_command, { stdin }) => {
    const script = async function* () {
      yield stdin
    }
    const said = { stdout: '', stderr: '' }
    for await (const { to, text } of runScript(script(), () => ({ state: spec.state, now: now() }))) said[to] += text
    return { ok: true, value: { ...said, status: 0, signal: null, truncated: false } }
  },
  open: async () => ({ ok: false, error: { code: 'channelRefused', message: 'no streams here', hint: '' } }),
  openBytes: async () => ({ ok: false, error: { code: 'channelRefused', message: 'no streams here', hint: '' } }),
  close: async () => {},
})

export interface LargeOverlay {
  bus: Bus
  /** Teaches one node after the other a MAC, or takes it away again: one change of one row each. */
  change(): void
}

const macOf = (count: number): string =>
  `06:00:${[24, 16, 8, 0].map(bits => ((count >>> bits) & 255).toString(16).padStart(2, '0')).join(':')}`

/** Changes as `bridge monitor fdb` tells them: every second one takes away what the one before has taught. */
const changesOver = (specs: readonly NodeSpec[], sinks: ReadonlyMap<string, NodeSink>): (() => void) => {
  const learners = specs.flatMap(({ name, state }) =>
    state.links.flatMap(link => {
      const peer = link.fdb.find(row => row.dst !== undefined)?.dst
      return link.kind === 'vxlan' && peer !== undefined ? [{ name, ifname: link.ifname, peer }] : []
    }),
  )
  let count = 0
  return () => {
    const at = Math.floor(count / 2)
    const { name, ifname, peer } = learners[(at * 7919) % learners.length] ?? { name: '', ifname: '', peer: '' }
    const line = parseFdbLine(`${count % 2 === 0 ? '' : 'Deleted '}${macOf(at)} dev ${ifname} dst ${peer} self`)
    count += 1
    if (line !== null && 'entry' in line) sinks.get(name)?.step(table => applyFdbLines(table, [line], Date.now()))
  }
}

/** Reads a large simulated fleet into an overlay, by the product's own readers, and publishes it. */
export const readLargeOverlay = async ({ nodes, rows, vnis }: LargeSize): Promise<LargeOverlay> => {
  const bus = createBus('bench', Date.now())
  const store = createStore(bus.publish, Date.now)
  const started = performance.now()
  const specs = bigFleetNodes({ nodes, rows, vnis })
  const sinks = new Map<string, NodeSink>()
  for (const spec of specs) {
    const startedAt = Date.now()
    const sink = store.add(newShell({ name: spec.name, host: '127.0.0.1' }))
    sinks.set(spec.name, sink)
    const connection = connectionTo(spec, () => performance.now() - started)
    const read = await readNode(connection, null, null, Date.now)
    if (!read.ok) throw new Error(`${spec.name}: ${read.error.message}`)
    const { reading } = read.value
    const shell = { status: 'connected', watch: 'stream', profile: reading.profile } as const
    sink.step(table => applyFdbReading(table, reading, { startedAt, watched: false }), shell, reading)
  }
  return { bus, change: changesOver(specs, sinks) }
}
