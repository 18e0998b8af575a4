import { describe, expect, it } from 'vitest'
import { renderFdbLine } from './line'
import { aFloodEntry, anEntry, aPortEntry } from './testing'

describe('renderFdbLine', () => {
  it.each([
    [anEntry('02:00:00:00:0b:01', '10.0.2.253', { updated: 7, used: 2 }), 'dst 10.0.2.253 used 2/7 self'],
    [
      anEntry('02:00:00:00:0b:01', '10.0.2.253', {
        ...{ port: 8472, vni: 4242, via: 'eth1', used: 3, updated: 3, state: 'permanent' },
      }),
      'dst 10.0.2.253 port 8472 vni 4242 via eth1 used 3/3 self permanent',
    ],
    [
      anEntry('02:00:00:00:0b:01', null, { nhid: 102, used: 1, updated: 1, state: 'permanent' }),
      'nhid 102 used 1/1 self permanent',
    ],
    [
      anEntry('02:00:00:00:0b:01', '10.0.2.253', {
        ...{ vni: 10010, srcVni: 10010, used: 1, updated: 1, flags: ['extern_learn', 'self'], state: 'permanent' },
      }),
      'dst 10.0.2.253 vni 10010 src_vni 10010 used 1/1 self extern_learn permanent',
    ],
  ])('prints as iproute2 does: %#', (entry, rest) =>
    expect(renderFdbLine(entry)).toBe(`02:00:00:00:0b:01 dev vxlan0 ${rest}`),
  )

  it('puts flags before the master, and the state last', () => {
    const entry = aPortEntry('02:00:00:00:0e:03', 'host0', { vlan: 1, flags: ['sticky'], state: 'static' })
    expect(renderFdbLine(entry)).toBe('02:00:00:00:0e:03 dev host0 vlan 1 used 1/2 sticky master br0 static')
  })

  it('leaves out what an old release does not tell', () => {
    expect(renderFdbLine(aFloodEntry('239.1.1.1', { used: null, updated: null }))).toBe(
      '00:00:00:00:00:00 dev vxlan0 dst 239.1.1.1 self permanent',
    )
  })
})
