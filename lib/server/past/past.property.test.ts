import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createBus } from '@/lib/bus'
import { createStore } from '@/lib/collect/store'
import type { Batch, NodeState } from '@/lib/history'
import { isWorthKeeping } from '@/lib/history/keyframe-policy'
import { packReading } from '@/lib/history/pack'
import type { LastKeyframe } from '@/lib/history/protocol'
import type { Event } from '@/lib/model/event'
import type { FdbRow } from '@/lib/model/overlay'
import type { FdbEntry, Link, Reading } from '@/lib/model/reading'
import { applyFailure, applyFdbLines, applyFdbReading, finish, settleFdb } from '@/lib/overlay'
import { aBridge, aLink, anEntry, aReading, aVxlanLink, READ_AT } from '@/lib/overlay/testing'
import { startRecorder } from '../recorder'
import { buildSlowly } from './build-slowly'
import { nodeInputAt } from './node-inputs'

const NODE = 'vyos01'

/** As the history does: every event, and the keyframes that are worth it. */
const createMemory = () => {
  const events: Event[] = []
  const keyframes: { at: number; reading: Reading }[] = []
  let last: LastKeyframe | undefined
  let written = Promise.resolve()
  const write = async (batch: Batch) => {
    events.push(...batch.events)
    if (last) last.since += batch.events.length
    for (const { at, reading, anew } of batch.keyframes) {
      const { head, fdb, rows } = await packReading(reading)
      if (!anew && !isWorthKeeping(last, { at, head, fdb, rows })) continue
      last = { node: NODE, at, head, fdb, since: 0 }
      keyframes.push({ at, reading })
    }
  }
  const stateAt = (at: number): NodeState | null => {
    const keyframe = keyframes.findLast(one => one.at <= at) ?? null
    const known = events.filter(event => Date.parse(event.at) <= at).sort((a, b) => (a.at < b.at ? -1 : +(a.at > b.at)))
    const reach = known.findLast(({ kind }) => kind.startsWith('node')) ?? null
    const since = known.filter(event => keyframe && Date.parse(event.at) >= keyframe.at)
    return keyframe || reach ? { node: NODE, recorded: true, keyframe, events: since, reach } : null
  }
  return {
    record: async (batch: Batch) => {
      written = written.then(() => write(batch))
      await written
      return { ok: true as const, value: { events: 0, keyframes: 0 } }
    },
    remove: async () => ({ ok: true as const, value: null }),
    written: () => written,
    stateAt,
  }
}

/** A node's tables as its kernel has them: a MAC stands once in each. */
type Kernel = { links: Link[]; entries: Map<string, FdbEntry> }

const MACS = ['02:00:00:00:00:01', '02:00:00:00:00:02', '02:00:00:00:00:03']
const entryOf = (mac: string, where: number, fixed: boolean): [string, FdbEntry] => {
  const state = fixed ? 'static' : ''
  const over = { used: 0, updated: 0, state }
  if (where < 3) return [`self ${mac}`, anEntry(mac, `10.0.0.${where + 1}`, over)]
  if (where < 5)
    return [`br0 ${mac}`, anEntry(mac, null, { ...over, ifname: `host${where}`, flags: [], master: 'br0' })]
  if (where === 5) return ['flood', anEntry('00:00:00:00:00:00', '10.0.0.9', { ...over, state: 'permanent' })]
  const filter = { ifname: 'eth1', flags: ['self'], state: 'permanent' }
  return [`filter ${mac}`, anEntry(mac, null, { ...over, ...filter })]
}

const ONLY_READ = 6

const linksOf = (up: boolean): Link[] => [
  aLink('eth1', { ifindex: 2 }),
  aVxlanLink('vxlan0', {}, { ifindex: 3, up }),
  { ...aBridge('br0'), ifindex: 4 },
  aLink('host3', { ifindex: 5, master: 'br0' }),
  aLink('host4', { ifindex: 6, master: 'br0' }),
]

const step = fc.record({
  wait: fc.constantFrom(1, 50, 400, 20_000, 700_000),
  does: fc.constantFrom(
    'put',
    'put',
    'put',
    'delete',
    'delete',
    'read',
    'ask',
    'ask',
    'answer',
    'answer',
    'lose',
    'link',
    'restart',
  ),
  mac: fc.constantFrom(...MACS),
  where: fc.nat(ONLY_READ),
  fixed: fc.boolean(),
  /** Whether the stream tells of it. */
  isTold: fc.constantFrom(true, true, false),
  aged: fc.boolean(),
})

const rowsOf = (rows: readonly FdbRow[]) => rows.map(({ id, kind, state, dst, vni }) => ({ id, kind, state, dst, vni }))

const play = async (day: readonly (typeof step extends fc.Arbitrary<infer T> ? T : never)[]) => {
  let now = READ_AT
  const memory = createMemory()
  const begin = () => {
    const bus = createBus('abc', now)
    const stop = startRecorder({ bus, history: memory, report: () => {}, now: () => now })
    const shell = { name: NODE, host: NODE, error: null, profile: null, watch: 'stream', missed: 0 } as const
    const sink = createStore(bus.publish, () => now).add({ ...shell, tags: [], status: 'connecting' })
    return { bus, stop, sink }
  }
  let { bus, stop, sink } = begin()
  const kernel: Kernel = { links: linksOf(true), entries: new Map() }
  const seen: { at: number; rows: ReturnType<typeof rowsOf> }[] = []
  let isLost = true
  const asked = () => ({ links: kernel.links, fdb: [...kernel.entries.values()], startedAt: now })
  let pending: ReturnType<typeof asked> | null = null
  /** What was asked for at `startedAt` has come. */
  const read = ({ startedAt, ...told } = asked()) => {
    const reading = aReading({ ...told, readAt: now })
    const take = (table: ReturnType<typeof sink.table>) =>
      applyFdbReading(table, reading, { startedAt, watched: !isLost })
    sink.step(take, { status: 'connected' }, reading)
    isLost = false
    pending = null
  }
  const tell = (entry: FdbEntry, deleted: boolean, aged: boolean) => {
    if (!isLost) sink.step(table => applyFdbLines(table, [{ entry, deleted, aged }], now))
  }
  read()
  for (const { wait, does, mac, where, fixed, isTold, aged } of day) {
    now += 1
    const [key, entry] = entryOf(mac, where, fixed)
    const heard = isTold && where < ONLY_READ
    if (does === 'put') {
      kernel.entries.set(key, entry)
      if (heard) tell(entry, false, false)
    } else if (does === 'delete') {
      const old = kernel.entries.get(key)
      kernel.entries.delete(key)
      if (old && heard) tell(old, true, aged)
    } else if (does === 'link') {
      kernel.links = linksOf(fixed)
      if (isTold) read()
    } else if (does === 'read') read()
    else if (does === 'ask') pending = asked()
    else if (does === 'answer') read(pending ?? asked())
    else if (does === 'restart') {
      stop()
      kernel.entries.set(key, entry)
      isLost = true
      ;({ bus, stop, sink } = begin())
      read()
    } else {
      isLost = true
      pending = null
      sink.step(table => applyFailure(table, { refused: fixed, message: 'gone' }, now), { status: 'unreachable' })
    }
    now += wait
    sink.step(table => settleFdb(table, now))
    if (sink.table().leaving.size === 0) seen.push({ at: now, rows: rowsOf(bus.current().fdb) })
  }
  await memory.written()
  stop()
  const told: typeof seen = []
  for (const { at } of seen) {
    const state = memory.stateAt(at)
    told.push({
      at,
      rows: state === null ? [] : rowsOf((await buildSlowly([finish(nodeInputAt(state, undefined))])).fdb),
    })
  }
  return { seen, told }
}

describe('the past', () => {
  it('is at each moment what the present was', { timeout: 60_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40, size: 'max' }), async day => {
        const { seen, told } = await play(day)
        expect(told).toEqual(seen)
      }),
      { seed: 42, numRuns: process.env.VXSCOPE_LONG ? 300 : 80 },
    )
  })
})
