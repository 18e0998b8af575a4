import { describe, expect, it } from 'vitest'
import type { Overlay, Tunnel } from '@/lib/model/overlay'
import { howFramesGo } from './how-frames-go'

const member = (node: string, vtep: string | null) => ({
  ...{ node, ifname: 'vxlan0', vtep, group: null, port: 8472, mtu: 1450, learning: true },
})
const tunnel = (from: string, to: string, kinds: Tunnel['kinds'], vni = 42): Tunnel => ({
  ...{
    id: `tunnel:${vni}:${from}>${to}`,
    vni,
    from,
    to,
    kinds,
    macs: 1,
    oneWay: false,
    state: 'live',
    nodes: [],
    evidence: [],
  },
})
const overlay = (tunnels: Tunnel[], vteps: (string | null)[] = ['a', 'b', 'c']): Overlay => ({
  ...{ nodes: [], vteps: [], tunnels },
  vnis: [{ vni: 42, members: vteps.map((vtep, at) => member(`n${at}`, vtep)) }],
  groups: [{ id: 'group:42:239.1.1.1', vni: 42, address: '239.1.1.1', members: [] }],
})

describe('howFramesGo', () => {
  it('counts each direction, and by unicast those on which a MAC is known', () => {
    const tunnels = [
      tunnel('a', 'b', ['learned']),
      tunnel('b', 'a', ['flood', 'extern']),
      tunnel('a', 'c', ['flood']),
      tunnel('a', 'ghost', ['static']),
      tunnel('b', 'c', ['learned'], 7),
    ]
    expect(howFramesGo(overlay(tunnels), 42)).toEqual({
      groups: ['239.1.1.1'],
      listed: true,
      ways: 6,
      known: 2,
    })
  })

  it('says that all flood before anybody has sent', () => {
    expect(howFramesGo(overlay([]), 42)).toEqual({ groups: ['239.1.1.1'], listed: false, ways: 6, known: 0 })
  })

  it('says nothing of a VNI with one VTEP, or none', () => {
    expect(howFramesGo(overlay([], ['a', 'a', null]), 42)).toBeNull()
    expect(howFramesGo(overlay([]), 1)).toBeNull()
  })
})
