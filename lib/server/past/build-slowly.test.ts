import { describe, expect, it } from 'vitest'
import type { FdbEntry } from '@/lib/model/reading'
import { buildOverlay, type NodeInput } from '@/lib/overlay'
import {
  aBridge,
  aFloodEntry,
  aLink,
  aLocalNode,
  aNode,
  anEntry,
  anUnderlay,
  aPortEntry,
  aSeedNode,
  aVxlanLink,
} from '@/lib/overlay/testing'
import { buildSlowly } from './build-slowly'

const macOf = (n: number): string =>
  `02:00:00:00:${[n >> 8, n & 255].map(b => b.toString(16).padStart(2, '0')).join(':')}`

const some = (count: number): FdbEntry[] =>
  Array.from({ length: count }, (_, n) => anEntry(macOf(n), `10.0.2.${n % 7}`, { state: n % 3 === 0 ? 'static' : '' }))

const bridged = (): NodeInput =>
  aNode('bridged', {
    links: [
      anUnderlay('eth1', '10.0.2.3'),
      aVxlanLink('vxlan0', { vni: null, external: true }, { link: 'eth1', master: 'br0' }),
      { ...aBridge('br0', true), mac: macOf(900) },
      aLink('eth7', { master: 'br0', mac: macOf(901) }),
    ],
    fdb: [
      aPortEntry(macOf(1), 'eth7', { vlan: 10 }),
      aPortEntry(macOf(901), 'eth7', { vlan: 10, state: 'permanent' }),
      anEntry(macOf(2), '10.0.2.4', { srcVni: 10_010, vni: 10_010 }),
    ],
    vlanTunnels: [{ ifname: 'vxlan0', vlanFirst: 10, vlanLast: 10, vniFirst: 10_010, vniLast: 10_010 }],
  })

const plain = ({ overlay, fdb }: ReturnType<typeof buildOverlay>) => ({ overlay, fdb })

describe('buildSlowly', () => {
  it('gives what buildOverlay gives of the same inputs', async () => {
    const inputs = [
      aSeedNode('vyos01', '10.0.2.1', some(2500)),
      aLocalNode('leaf', '10.0.2.2', [aFloodEntry('10.0.2.1'), ...some(1500), ...some(3)]),
      aNode('routed', {
        links: [aVxlanLink('vxlan0')],
        fdb: some(1200),
        routes: [{ remote: '10.0.2.1', source: '10.0.2.5', dev: 'eth9' }],
      }),
      bridged(),
      aSeedNode('lost', '10.0.2.6', some(10), { status: 'unreachable' }),
      aNode('never', null, { status: 'refused' }),
    ]
    expect(plain(await buildSlowly(inputs))).toEqual(plain(buildOverlay(inputs)))
  })
})
