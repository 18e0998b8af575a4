import { describe, expect, it } from 'vitest'
import { once } from './ageing'
import { buildLink, buildVxlan, floodRow } from './build'
import { forget, learn, setUp } from './changes'
import { liveRows } from './fdb'
import { ubuntu2404 } from './identities'
import type { NodeState } from './state'

const MAC = '02:00:00:00:00:01'

const node: NodeState = {
  hostname: 'n1',
  ...ubuntu2404,
  nexthops: [],
  links: [
    buildLink({
      ifindex: 2,
      ifname: 'br0',
      kind: 'bridge',
      mac: '02:00:00:00:00:b0',
      bridge: { ageing: 100, vlanFiltering: false },
    }),
    buildLink({
      ifindex: 3,
      ifname: 'vxlan0',
      kind: 'vxlan',
      mac: '02:00:00:00:00:a0',
      vxlan: buildVxlan({ vni: 42, ageing: 300 }),
      fdb: [floodRow('10.0.0.2', 0)],
    }),
  ],
}

const macsAt = (state: NodeState, seconds: number) => [...liveRows(state, seconds * 1000)].map(({ row }) => row.mac)

describe('liveRows', () => {
  it('shows a learned row until the ageing time of its device is over', () => {
    const state = learn(node, 'vxlan0', MAC, '10.0.0.2', 0)
    expect(macsAt(state, 299)).toContain(MAC)
    expect(macsAt(state, 300)).not.toContain(MAC)
  })

  it('ages a row of a bridge by the ageing time of the bridge', () => {
    const [bridge, vxlan] = node.links
    if (!bridge || !vxlan) throw new Error('the node has two links')
    const row = { mac: MAC, flags: [], master: 'br0', state: '' as const, heard: once(0) }
    const state = { ...node, links: [bridge, { ...vxlan, fdb: [row, ...vxlan.fdb] }] }
    expect(macsAt(state, 99)).toContain(MAC)
    expect(macsAt(state, 100)).not.toContain(MAC)
  })

  it('keeps the flood row for ever', () => {
    expect(macsAt(node, 1_000_000)).toEqual(['00:00:00:00:00:00'])
  })

  it('loses what was learned, and not the flood row, when the device goes down', () => {
    const state = setUp(learn(node, 'vxlan0', MAC, '10.0.0.2', 0), 'vxlan0', false)
    expect(macsAt(state, 1)).toEqual(['00:00:00:00:00:00'])
  })

  it('has a MAC that moved at its new place alone', () => {
    const state = learn(learn(node, 'vxlan0', MAC, '10.0.0.2', 0), 'vxlan0', MAC, '10.0.0.3', 1000)
    const rows = [...liveRows(state, 2000)].filter(({ row }) => row.mac === MAC)
    expect(rows.map(({ row }) => row.dst)).toEqual(['10.0.0.3'])
  })

  it('has no row that was forgotten', () => {
    expect(macsAt(forget(learn(node, 'vxlan0', MAC, '10.0.0.2', 0), 'vxlan0', MAC), 1)).not.toContain(MAC)
  })
})
