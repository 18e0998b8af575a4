import { describe, expect, it } from 'vitest'
import type { FdbEntry, Reading } from '@/lib/model/reading'
import {
  aBridge,
  aFloodEntry,
  aLink,
  aLocalNode,
  aNode,
  anEntry,
  aPortEntry,
  aReading,
  aVxlanLink,
  GROUP,
} from '../testing'
import { buildOverlay } from './build'

const MAC = '02:00:00:00:0a:01'
const rowsOf = (reading: Partial<Reading>) => buildOverlay([aNode('a', reading)]).fdb
const rowOf = (reading: Partial<Reading>) => rowsOf(reading)[0]

const host = aLink('host0', { master: 'br0', mac: '02:00:00:00:00:aa' })
const inBridge = (ifname: string, vni: number, mac: string | null = null) =>
  aVxlanLink(ifname, { vni, local: '10.0.0.1' }, { master: 'br0', mac })
/** What the kernel keeps of a port's own MAC in each of its VLANs. */
const localEntry = (mac: string, ifname: string, vlan: number) => aPortEntry(mac, ifname, { vlan, state: 'permanent' })

describe('the VNI of a row', () => {
  const vxlan = aVxlanLink('vxlan0', { vni: 42, local: '10.0.0.1' })
  const vniOf = (entry: FdbEntry, ...links: Reading['links']) => rowOf({ links, fdb: [entry] })?.vni

  it("is the device's, or what the entry sends with instead", () => {
    expect(vniOf(anEntry(MAC, '10.0.0.2'), vxlan)).toBe(42)
    expect(vniOf(anEntry(MAC, '10.0.0.2', { vni: 4242 }), vxlan)).toBe(4242)
  })

  it('is the source VNI on an external device that prints nothing else', () => {
    const external = aVxlanLink('vxlan0', { vni: null, external: true, local: '10.0.0.1' })
    expect(vniOf(anEntry(MAC, '10.0.0.2', { srcVni: 10010 }), external)).toBe(10010)
    expect(vniOf(anEntry(MAC, '10.0.0.2'), external)).toBeNull()
  })

  it("is that of the bridge's only VXLAN port", () => {
    expect(vniOf(aPortEntry(MAC, 'host0'), aBridge('br0'), host, inBridge('vx10', 10))).toBe(10)
  })

  it('is not chosen between two of a bridge, but the port itself has its own', () => {
    const links = [aBridge('br0'), host, inBridge('vx10', 10), inBridge('vx20', 20)]
    expect(vniOf(aPortEntry(MAC, 'host0'), ...links)).toBeNull()
    expect(vniOf(aPortEntry(MAC, 'vx20'), ...links)).toBe(20)
  })

  it('goes by VLAN where the bridge filters, as far as the ports’ own entries tell', () => {
    const [mac10, mac20] = ['02:00:00:00:00:10', '02:00:00:00:00:20']
    const links = [aBridge('br0', true), host, inBridge('vx10', 10, mac10), inBridge('vx20', 20, mac20)]
    const locals = [localEntry(mac10, 'vx10', 10), localEntry(mac20, 'vx20', 20)]
    const vniIn = (vlan: number | null, fdb: FdbEntry[]) =>
      rowsOf({ links, fdb: [aPortEntry(MAC, 'host0', { vlan }), ...fdb] }).find(({ mac }) => mac === MAC)?.vni
    expect([vniIn(10, locals), vniIn(20, locals), vniIn(30, locals)]).toEqual([10, 20, null])
    expect(vniIn(null, locals)).toBeNull()
    const hidden = [localEntry(mac10, 'vx10', 10), localEntry(mac20, 'br0', 10)]
    expect(vniIn(10, hidden)).toBeNull()
  })

  it('goes by the VLAN to VNI map of a single VXLAN device', () => {
    const links = [
      aBridge('br0', true),
      host,
      aVxlanLink('vxlan0', { vni: null, external: true, vnifilter: true, local: '10.0.0.1' }, { master: 'br0' }),
    ]
    const vlanTunnels = [{ ifname: 'vxlan0', vlanFirst: 20, vlanLast: 22, vniFirst: 10020, vniLast: 10022 }]
    const fdb = [aPortEntry(MAC, 'host0', { vlan: 21 }), aPortEntry(MAC, 'vxlan0', { vlan: 22 })]
    expect(rowsOf({ links, vlanTunnels, fdb }).map(({ vni }) => vni)).toEqual([10021, 10022])
  })

  it('is none for address filters and for bridges without VXLAN', () => {
    const filter = anEntry('33:33:00:00:00:01', null, { ifname: 'host0', state: 'permanent' })
    expect(vniOf(filter, aBridge('br0'), host, inBridge('vx10', 10))).toBeNull()
    expect(vniOf(aPortEntry(MAC, 'host0'), aBridge('br0'), host)).toBeNull()
  })

  it('finds the bridge of a port by itself where a release up to 3.15 does not print it', () => {
    const links = [aBridge('br0', null), host, inBridge('vx10', 10)]
    expect(rowOf({ links, fdb: [aPortEntry(MAC, 'host0', { master: null })] })).toMatchObject({ vni: 10, ageing: 250 })
  })
})

describe('the ageing of a row', () => {
  const links = [aBridge('br0'), aVxlanLink('vxlan0', { ageing: 120, local: '10.0.0.1' }, { master: 'br0' })]
  const ageingOf = (entry: FdbEntry) => rowOf({ links, fdb: [entry] })?.ageing

  it("is the VXLAN device's in its own table, and the bridge's in the bridge's", () => {
    expect(ageingOf(anEntry(MAC, '10.0.0.2'))).toBe(120)
    expect(ageingOf(aPortEntry(MAC, 'vxlan0'))).toBe(250)
  })

  it('is none for what never ages', () => {
    const forever = [
      anEntry(MAC, '10.0.0.2', { state: 'permanent' }),
      anEntry(MAC, '10.0.0.2', { state: 'static' }),
      anEntry(MAC, '10.0.0.2', { flags: ['self', 'extern_learn'] }),
      aFloodEntry('10.0.0.2', { state: '' }),
    ]
    expect(forever.map(ageingOf)).toEqual([null, null, null, null])
  })
})

describe('the end of a row', () => {
  const links = [aBridge('br0'), aVxlanLink('vxlan0', { ageing: 120, local: '10.0.0.1' }, { master: 'br0' })]
  const endOf = (kernel: string, entry: FdbEntry) => {
    const row = rowOf({ links, fdb: [entry], profile: { ...aReading().profile, kernel } })
    return [row?.ageingBasis, row?.expiresAt]
  }
  const ages = { used: 10, updated: 20 }

  it("stands on the clock of the node's kernel in a VXLAN device's table", () => {
    expect(endOf('6.18.1', anEntry(MAC, '10.0.0.2', ages))).toEqual(['updated', '2026-11-22T12:01:39.625Z'])
    expect(endOf('6.1.0', anEntry(MAC, '10.0.0.2', ages))).toEqual(['used', '2026-11-22T12:01:49.625Z'])
  })

  it('stands on `updated` in a bridge’s, whatever the kernel', () => {
    expect(endOf('6.1.0', aPortEntry(MAC, 'vxlan0', ages))).toEqual(['updated', '2026-11-22T12:03:49.625Z'])
  })

  it('is not told of what never ages', () => {
    expect(endOf('6.18.1', anEntry(MAC, '10.0.0.2', { ...ages, state: 'permanent' }))).toEqual([null, null])
  })
})

describe('rows', () => {
  it('come by device and MAC, names with numbers in them by the number', () => {
    const links = ['vxlan10', 'vxlan2'].map(name => aVxlanLink(name, { local: '10.0.0.1' }))
    const fdb = ['vxlan10', 'vxlan2'].flatMap(ifname => [
      anEntry('02:00:00:00:00:02', '10.0.0.2', { ifname }),
      anEntry('02:00:00:00:00:01', '10.0.0.2', { ifname }),
    ])
    expect(rowsOf({ links, fdb }).map(({ ifname, mac }) => `${ifname} ${mac.at(-1)}`)).toEqual([
      ...['vxlan2 1', 'vxlan2 2'],
      ...['vxlan10 1', 'vxlan10 2'],
    ])
  })

  it('of one MAC and several remotes are several, each with an id of its own', () => {
    const fdb = [aFloodEntry('10.0.0.2'), aFloodEntry('10.0.0.3'), aFloodEntry(GROUP, { via: 'eth1' })]
    const rows = rowsOf({ links: [aVxlanLink('vxlan0', { local: '10.0.0.1' })], fdb })
    expect(rows.map(({ id }) => id)).toEqual([
      'fdb:a/vxlan0/00:00:00:00:00:00////10.0.0.2////self',
      'fdb:a/vxlan0/00:00:00:00:00:00////10.0.0.3////self',
      'fdb:a/vxlan0/00:00:00:00:00:00////239.1.1.1//eth1//self',
    ])
  })

  it('of devices with separators in their names are not taken for one another', () => {
    const fdb = [
      anEntry(MAC, null, { ifname: 'a/b', nhid: 1 }),
      anEntry(MAC, null, { ifname: 'a%002fb', nhid: 1 }),
      anEntry(MAC, null, { ifname: 'a', via: '/b', nhid: 1 }),
      anEntry(MAC, null, { ifname: 'a', via: 'b', nhid: 1 }),
    ]
    expect(new Set(rowsOf({ fdb }).map(({ id }) => id)).size).toBe(4)
  })

  it('have their destination in one spelling', () => {
    const fdb = [anEntry(MAC, 'FD00:0::2')]
    const [row] = buildOverlay([aLocalNode('a', 'fd00::1', fdb), aLocalNode('b', 'fd00:0:0::2')]).fdb
    expect(row).toMatchObject({ dst: 'fd00::2', dstNodes: ['b'] })
  })

  it('are not changed by what a node says twice', () => {
    const links = [aVxlanLink('vxlan0', { local: '10.0.0.1' })]
    expect(rowsOf({ links, fdb: [anEntry(MAC, '10.0.0.2'), anEntry(MAC, '10.0.0.2')] })).toHaveLength(1)
  })

  it('stand there even when their device is not among the links', () => {
    const { overlay, fdb } = buildOverlay([aNode('a', aReading({ fdb: [anEntry(MAC, '10.0.0.2')] }))])
    expect(fdb[0]).toMatchObject({ vni: null, dst: '10.0.0.2', dstNodes: [] })
    expect(overlay.vteps).toEqual([])
  })
})
