import { describe, expect, it } from 'vitest'
import type { OverlayAnswer } from '@/lib/model/api'
import { missingOf, renderOverlay } from './overlay-check'

const at = '2026-01-01T00:00:00.000Z'

const node = (name: string): OverlayAnswer['nodes'][number] => ({
  name,
  host: '127.0.0.1',
  platform: 'linux',
  os: 'VyOS 1.1.1',
  kernel: '6.18.0',
  iproute2: null,
  status: 'connected',
  state: 'live',
  error: null,
  readAt: at,
  watch: 'poll',
  missed: 0,
  tags: [],
  addresses: [],
})

const places = [
  { name: 'vyos01', address: '10.0.2.254' },
  { name: 'vyos02', address: '10.0.2.253' },
  { name: 'ubuntu', address: '10.0.2.1' },
]

const overlay: OverlayAnswer = {
  revision: 'e-1',
  at,
  now: at,
  nodes: places.map(({ name }) => node(name)),
  vteps: places.map(({ name, address }) => ({
    id: `vtep:${address}`,
    address,
    underlay: '',
    nodes: [name],
    vnis: [42],
    state: 'live',
  })),
  vnis: [
    {
      vni: 42,
      members: places.map(({ name, address }) => ({
        node: name,
        ifname: 'vxlan0',
        vtep: `vtep:${address}`,
        group: '239.1.1.1',
        port: null,
        mtu: 1450,
        learning: null,
      })),
    },
  ],
  groups: [
    {
      id: 'group:42:239.1.1.1',
      vni: 42,
      address: '239.1.1.1',
      members: places.map(({ address }) => `vtep:${address}`),
    },
  ],
  tunnels: [],
}

describe('missingOf', () => {
  it('finds nothing missing in the overlay of 2014', () => {
    expect(missingOf(overlay)).toEqual([])
  })

  it('names the node that is not connected, with its error', () => {
    const error = { code: 'auth', message: 'The login was refused.', hint: 'Check the key.' }
    const nodes = overlay.nodes.map(one =>
      one.name === 'ubuntu' ? { ...one, status: 'refused' as const, error } : one,
    )
    expect(missingOf({ ...overlay, nodes })).toEqual([
      '2 of 3 nodes are connected',
      'ubuntu is refused: The login was refused. Check the key.',
    ])
  })

  it('does not take a ghost for the VTEP of a node', () => {
    const vteps = overlay.vteps.map(vtep => (vtep.nodes.includes('ubuntu') ? { ...vtep, nodes: [] } : vtep))
    expect(missingOf({ ...overlay, vteps })).toEqual(['2 of 3 VTEPs are there'])
  })

  it('misses another group and a VNI that a node lacks', () => {
    const groups = overlay.groups.map(group => ({ ...group, address: '239.1.1.2' }))
    const vnis = overlay.vnis.map(vni => ({ ...vni, members: vni.members.slice(1) }))
    expect(missingOf({ ...overlay, groups, vnis })).toEqual([
      'VNI 42 is on 2 of 3 nodes',
      'group 239.1.1.1 has 0 of 3 members',
    ])
  })
})

describe('renderOverlay', () => {
  it('shows nodes, VTEPs, group members by address, and that there is no tunnel yet', () => {
    const lines = renderOverlay(overlay).split('\n')
    expect(lines).toContain('  vyos01  connected  VyOS 1.1.1  -         6.18.0')
    expect(lines).toContain('  239.1.1.1  42   10.0.2.254, 10.0.2.253, 10.0.2.1')
    expect(lines.slice(-2)).toEqual(['Tunnels', '  none'])
  })
})
