import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { FdbEntry } from '@/lib/model/reading'
import type { OverlayDelta } from '@/lib/model/stream'
import { buildOverlay } from '../build/build'
import type { NodeInput } from '../build/input'
import { finish } from '../lists/in-steps'
import { aBridge, aLink, aNode, anEntry, anUnderlay, aPortEntry, aVxlanLink, GROUP, READ_AT } from '../testing'
import { CheckBook, checkOverlay } from './book'
import type { Found } from './check'
import { byWorst } from './found-list'
import { wholeDelta } from './ground'
import { deltaOf, groundOf } from './testing'

/** Small pools, so that nodes meet and findings come and go. */
const ADDRESSES = ['10.0.2.1', '10.0.2.2', '10.0.2.3'] as const
const address = fc.constantFrom(...ADDRESSES, 'fd00::1')
const mac = fc.constantFrom('00:00:00:00:00:00', '02:00:00:00:00:01', '02:00:00:00:00:02')

/** Of somebody behind a bridge's port, which may be the device itself. */
const portEntry: fc.Arbitrary<FdbEntry> = fc
  .record({ mac, ifname: fc.constantFrom('host0', 'vxlan0'), updated: fc.constantFrom(0, 20, 200) })
  .map(({ mac, ifname, updated }) => aPortEntry(mac, ifname, { updated }))

const entry: fc.Arbitrary<FdbEntry> = fc.oneof(
  fc
    .record({
      mac,
      dst: fc.oneof(address, fc.constantFrom(GROUP, '10.0.2.9')),
      ...{ state: fc.constantFrom('', 'static', 'permanent'), updated: fc.constantFrom(0, 20, 200) },
    })
    .map(({ mac, dst, ...over }) => anEntry(mac, dst, over)),
  portEntry,
  fc
    .constantFrom('01:00:5e:00:00:01', '01:00:5e:01:01:01')
    .map(mac => anEntry(mac, null, { ifname: 'eth1', state: 'permanent' })),
)

const links = fc
  .record({
    ...{ own: address, up: fc.boolean(), carrier: fc.boolean(), mtu: fc.constantFrom(1400, 1450, 1500) },
    ...{ vni: fc.constantFrom(42, 42, 43), port: fc.constantFrom(4789, 8472), group: fc.constantFrom(null, GROUP) },
    ...{ remote: fc.option(address), learning: fc.boolean(), ageing: fc.constantFrom(300, 60) },
    ...{ master: fc.constantFrom(null, 'br0'), mac, external: fc.constantFrom(false, false, false, true) },
  })
  .map(({ own, up, carrier, mtu, vni, master, mac: ownMac, external, ...vxlan }) => [
    anUnderlay('eth1', own, { operstate: carrier ? 'UP' : 'DOWN' }),
    aBridge('br0'),
    aLink('host0', { master: 'br0' }),
    aVxlanLink(
      'vxlan0',
      { ...vxlan, external, vni: external ? null : vni },
      { link: 'eth1', up, mtu, master, mac: ownMac },
    ),
  ])

const node = fc.record({
  name: fc.constantFrom('a', 'b', 'c'),
  there: fc.constantFrom(true, true, true, true, false),
  reading: fc.option(fc.record({ links, fdb: fc.array(entry, { maxLength: 5 }) }), { freq: 8 }),
  status: fc.constantFrom('connected' as const, 'connected' as const, 'unreachable' as const),
  watch: fc.constantFrom('stream' as const, 'poll' as const),
})

/** Nothing comes and goes but who is behind the ports of bridges whose devices don't learn. */
const hostsOnly = fc
  .record({ name: fc.constantFrom('a', 'b'), fdb: fc.array(portEntry, { maxLength: 2 }) })
  .map(({ name, fdb }) => ({
    ...{ name, there: true, status: 'connected' as const, watch: 'stream' as const },
    reading: {
      fdb,
      links: [
        anUnderlay('eth1', name === 'a' ? '10.0.2.1' : '10.0.2.2'),
        aBridge('br0'),
        aLink('host0', { master: 'br0' }),
        aVxlanLink('vxlan0', { group: GROUP, learning: false }, { link: 'eth1', master: 'br0' }),
      ],
    },
  }))

const stepOf = (of: typeof node, keepsLinks: fc.Arbitrary<boolean>) =>
  fc.record({
    ...{ node: of, seconds: fc.constantFrom(0, 1, 40, 300), keepsLinks },
    /** It is looked at together with the next one. */
    waits: fc.boolean(),
  })

it.each<[string, ReturnType<typeof stepOf>, number]>([
  ['anything', stepOf(node, fc.boolean()), 250],
  ['hosts behind devices that don’t learn', stepOf(hostsOnly, fc.constant(true)), 60],
])('findings carried on from change to change of %s are those of looking at everything anew', (_, step, numRuns) => {
  fc.assert(
    fc.property(fc.array(step, { minLength: 1, maxLength: 12 }), steps => {
      const inputs = new Map<string, NodeInput>()
      const book = new CheckBook()
      const kept = new Map<string, Found>()
      let waiting: OverlayDelta[] = []
      let before = buildOverlay([])
      let now = READ_AT
      for (const { node, seconds, keepsLinks, waits } of steps) {
        now += seconds * 1000 + 1
        const { name, there, reading, ...over } = node
        const known = inputs.get(name)?.reading
        const frame = keepsLinks && known ? { links: known.links, framedAt: known.framedAt ?? known.readAt } : {}
        if (there) inputs.set(name, aNode(name, reading && { ...reading, readAt: now, ...frame }, over))
        else inputs.delete(name)
        const { readings, ...after } = groundOf([...inputs.values()])
        waiting.push(deltaOf(before, after))
        before = after
        if (waits) continue
        finish(book.taking(waiting, readings, now))
        waiting = []
        const { put, remove } = finish(book.changes())
        for (const found of put) kept.set(found.id, found)
        for (const id of remove) kept.delete(id)
        const anew = checkOverlay({ ...after, readings, now })
        expect(book.findings()).toEqual(anew)
        expect([...kept.values()].sort(byWorst)).toEqual(anew)
      }
      expect(before.fdb.length).toBe(wholeDelta(before.overlay, before.fdb).fdb.put.length)
    }),
    { seed: 42, numRuns },
  )
})
