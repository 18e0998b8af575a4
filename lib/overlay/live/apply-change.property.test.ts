import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { FdbEntry, Link, Nexthop, RouteSource, VniRange } from '@/lib/model/reading'
import type { OverlayDelta } from '@/lib/model/stream'
import { type BuiltOverlay, buildOverlay } from '../build/build'
import type { NodeInput } from '../build/input'
import { applyFailure, applyFdbLine, applyFdbReading, settleFdb } from '../table/changes'
import { emptyTable, type FdbTable, readingOf, seenOf } from '../table/fdb-table'
import { aBridge, aLink, anEntry, aPortEntry, aReading, aVxlanLink, READ_AT } from '../testing'
import {
  applyChange,
  applyChanges,
  EMPTY_OVERLAY,
  type LiveOverlay,
  type NodeShell,
  type OverlayChange,
} from './apply-change'
import { diffOverlay } from './diff-overlay'

/** Small pools, so that nodes meet and rows come back: the same addresses, VNIs and MACs stand on several. */
const NAMES = ['a', 'b10', 'b9'] as const
const vni = fc.constantFrom(42, 42, 43, 10010)
const address = fc.constantFrom(
  ...['10.0.0.1', '10.0.0.2', '10.0.0.3', '10.0.0.1', '10.0.0.2', '10.0.0.3'],
  ...['fd00::1', 'FD00:0::2', '::ffff:10.0.0.3'],
)
const remote = fc.oneof(
  { weight: 4, arbitrary: address },
  fc.constantFrom('239.1.1.1', 'ff05::100', '0.0.0.0', 'nowhere'),
)

const device = (ifname: string, ifindex: number, external: boolean): fc.Arbitrary<Link> =>
  fc
    .record({
      ...{ vni, local: fc.option(address, { freq: 4 }), group: fc.option(fc.constantFrom('239.1.1.1', 'ff05::100')) },
      ...{
        remote: fc.option(address),
        link: fc.constantFrom(null, 'eth1', 'red'),
        master: fc.constantFrom(null, 'br0'),
      },
      ...{ up: fc.boolean(), mac: fc.constantFrom(null, '02:00:00:00:00:01') },
    })
    .map(({ vni: own, local, group, remote: peer, link, master, up, mac }) =>
      aVxlanLink(
        ifname,
        { vni: external ? null : own, external, local, group, remote: peer },
        { ifindex, link, master, up, mac },
      ),
    )

const links: fc.Arbitrary<Link[]> = fc
  .tuple(
    fc.array(address, { maxLength: 2 }),
    device('vxlan0', 3, false),
    device('vxlan1', 4, false),
    fc.option(device('svd', 5, true)),
    fc.record({ filtering: fc.boolean(), inRed: fc.boolean(), index: fc.constantFrom(6, 16) }),
  )
  .map(([addresses, one, two, svd, { filtering, inRed, index }]) => [
    aLink('eth1', {
      ...{ ifindex: 2, master: inRed ? 'red' : null },
      addresses: addresses.map(text => ({ address: text, prefixlen: 24, scope: 'global' })),
    }),
    ...[one, two, ...(svd ? [svd] : [])],
    ...[aLink('red', { ifindex: 7, kind: 'vrf' }), { ...aBridge('br0', filtering), ifindex: index }],
    aLink('host0', { ifindex: 8, master: 'br0', mac: '02:00:00:00:00:02' }),
  ])

const anyEntry: fc.Arbitrary<FdbEntry> = fc
  .record({
    ifname: fc.constantFrom('vxlan0', 'vxlan0', 'vxlan1', 'svd', 'host0', 'br0', 'gone'),
    mac: fc.constantFrom('00:00:00:00:00:00', '02:00:00:00:00:01', '02:00:00:00:00:02', '01:00:5e:00:00:01'),
    dst: fc.option(remote, { freq: 4 }),
    ...{
      vlan: fc.constantFrom(null, null, 1),
      vni: fc.constantFrom(null, null, 43),
      srcVni: fc.constantFrom(null, null, 10010),
    },
    ...{ nhid: fc.constantFrom(null, null, null, 7), master: fc.constantFrom(null, null, null, 'br0') },
    ...{
      flags: fc.constantFrom(['self'], [], ['self', 'extern_learn']),
      state: fc.constantFrom('', '', 'permanent', 'static'),
    },
    ...{ used: fc.constantFrom(0, 3, 400), updated: fc.constantFrom(0, 3, 400) },
  })
  .map(({ mac, dst, ...over }) => anEntry(mac, dst, over))

/** Rows of a bridge with VLANs, whose VNI the ports' own entries tell. */
const bridgeEntry: fc.Arbitrary<FdbEntry> = fc
  .record({
    ifname: fc.constantFrom('vxlan0', 'host0'),
    mac: fc.constantFrom('02:00:00:00:00:01', '02:00:00:00:00:02', '02:00:00:00:00:05'),
    state: fc.constantFrom('', 'permanent'),
  })
  .map(({ ifname, mac, state }) => aPortEntry(mac, ifname, { vlan: 1, state }))

const entry = fc.oneof({ weight: 3, arbitrary: anyEntry }, { weight: 1, arbitrary: bridgeEntry })

const about = fc.record({
  links,
  nexthops: fc.constantFrom<Nexthop[]>([], [{ id: 7, gateways: ['10.0.0.2', '10.0.0.3'] }]),
  routes: fc.constantFrom<RouteSource[]>([], [{ remote: '10.0.0.2', source: '10.0.0.3', dev: 'eth1' }]),
  vnis: fc.constantFrom<VniRange[]>([], [{ ifname: 'svd', first: 42, last: 43, group: null, remote: '10.0.0.2' }]),
})

const reading = fc.record({ does: fc.constant('read' as const), about, fdb: fc.array(entry, { maxLength: 8 }) })
const step = fc.oneof(
  { weight: 1, arbitrary: reading },
  {
    weight: 1,
    arbitrary: fc.record({ does: fc.constant('read' as const), about: fc.constant(null), fdb: fc.array(entry) }),
  },
  {
    weight: 12,
    arbitrary: fc.record({
      ...{ does: fc.constant('line' as const), entry },
      how: fc.constantFrom('put', 'put', 'deleted', 'aged'),
    }),
  },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('links' as const), links }) },
  { weight: 1, arbitrary: fc.record({ does: fc.constantFrom('fail' as const, 'settle' as const, 'leave' as const) }) },
)
const wait = fc.integer({ min: 1, max: 400_000 })
/** A day begins with all nodes read. */
const steps = fc
  .tuple(
    fc.tuple(...NAMES.map(name => fc.tuple(fc.constant(name), wait, reading))),
    fc.array(fc.tuple(fc.constantFrom(...NAMES), wait, step), { minLength: 8, maxLength: 40, size: 'max' }),
  )
  .map(([first, more]) => [...first, ...more])

/** One node of the scripted day. */
interface Played {
  table: FdbTable
  shell: NodeShell
  about: Partial<ReturnType<typeof aReading>>
}

const shellOf = (name: string, status: NodeShell['status']): NodeShell => ({
  ...{ name, host: name, tags: [], status, error: null, profile: null, watch: 'stream', missed: 0 },
})

type Steps = typeof steps extends fc.Arbitrary<infer T> ? T : never

/** Plays a day: gives the nodes as they are at its end, and the changes that led there. */
const play = (day: Steps): { played: Map<string, Played>; changes: OverlayChange[] } => {
  const played = new Map<string, Played>()
  const changes: OverlayChange[] = []
  let now = READ_AT
  for (const [name, wait, { does, ...what }] of day) {
    now += wait
    const known = played.get(name) ?? { table: emptyTable(name), shell: shellOf(name, 'connecting'), about: {} }
    if (does === 'leave') {
      played.delete(name)
      changes.push({ node: name, shell: null })
      continue
    }
    const next = { ...known }
    let result = { table: known.table, changes: null as OverlayChange['fdb'] | null }
    if (does === 'read' && 'fdb' in what) {
      next.about = what.about ?? known.about
      const reading = aReading({ ...next.about, fdb: what.fdb, readAt: now })
      next.shell = shellOf(name, 'connected')
      result = applyFdbReading(known.table, reading, { startedAt: now - 200_000, watched: true })
    } else if (does === 'line' && 'entry' in what) {
      const line = { entry: what.entry, deleted: what.how !== 'put', aged: what.how === 'aged' }
      result = applyFdbLine(known.table, line, now)
    } else if (does === 'links' && 'links' in what) {
      // A device's event has the node read at once: other devices, and the rows that were there.
      next.about = { ...known.about, links: what.links }
      const fdb = known.table.rows.items().map(({ entry }) => entry)
      const reading = aReading({ ...next.about, fdb, readAt: now })
      result = applyFdbReading(known.table, reading, { startedAt: now - 50, watched: true })
    } else if (does === 'fail') {
      next.shell = shellOf(name, 'unreachable')
      result = applyFailure(known.table, { refused: false, message: 'gone' }, now)
    } else result = settleFdb(known.table, now)
    next.table = result.table
    played.set(name, next)
    changes.push({ node: name, shell: next.shell, ...(result.changes && { fdb: result.changes }) })
  }
  return { played, changes }
}

const builtAnew = (played: Map<string, Played>): BuiltOverlay =>
  buildOverlay(
    Array.from(
      played.values(),
      ({ table, shell }): NodeInput => ({ ...shell, reading: readingOf(table), seen: seenOf(table) }),
    ),
  )

const plain = ({ overlay, fdb }: BuiltOverlay) => ({ overlay, fdb })

/** What a client holds, after a delta. */
const patch = (before: BuiltOverlay, delta: OverlayDelta) => {
  const patched = <T>(
    list: readonly T[],
    { put, remove }: { put: T[]; remove: string[] },
    idOf: (item: T) => string,
  ) => {
    const things = new Map(list.map(item => [idOf(item), item]))
    for (const id of remove) if (!things.delete(id)) throw new Error(`removes ${id}, which isn't there`)
    for (const item of put) things.set(idOf(item), item)
    return things
  }
  const { overlay } = before
  return [
    patched(overlay.nodes, delta.nodes, ({ name }) => name),
    patched(overlay.vteps, delta.vteps, ({ id }) => id),
    patched(overlay.vnis, delta.vnis, ({ vni: id }) => String(id)),
    patched(overlay.groups, delta.groups, ({ id }) => id),
    patched(overlay.tunnels, delta.tunnels, ({ id }) => id),
    patched(before.fdb, delta.fdb, ({ id }) => id),
  ]
}
const nothing: OverlayDelta = (() => {
  const none = () => ({ put: [], remove: [] })
  return { nodes: none(), vteps: none(), vnis: none(), groups: none(), tunnels: none(), fdb: none() }
})()

const runs = { seed: 42, numRuns: 60 }

/** Long days on a busy machine. */
const TIMEOUT = 30_000

describe('any changes, one by one', { timeout: TIMEOUT }, () => {
  it('give the overlay that the final readings give', () => {
    fc.assert(
      fc.property(steps, day => {
        const { played, changes } = play(day)
        const live = changes.reduce(applyChange, EMPTY_OVERLAY)
        expect(plain(live)).toEqual(builtAnew(played))
      }),
      runs,
    )
  })

  it('give the same taken together', () => {
    fc.assert(
      fc.property(steps, fc.integer({ min: 1, max: 7 }), (day, many) => {
        const { played, changes } = play(day)
        let live: LiveOverlay = EMPTY_OVERLAY
        for (let at = 0; at < changes.length; at += many) live = applyChanges(live, changes.slice(at, at + many))
        expect(plain(live)).toEqual(builtAnew(played))
      }),
      runs,
    )
  })

  it('leave what was before as it was, and differ by what the delta says', () => {
    fc.assert(
      fc.property(steps, day => {
        let live: LiveOverlay = EMPTY_OVERLAY
        for (const change of play(day).changes) {
          const before = live
          const text = JSON.stringify(plain(before))
          live = applyChange(live, change)
          expect(JSON.stringify(plain(before))).toBe(text)
          expect(patch(before, diffOverlay(before, live))).toEqual(patch(live, nothing))
        }
      }),
      { seed: 42, numRuns: 20 },
    )
  })
})
