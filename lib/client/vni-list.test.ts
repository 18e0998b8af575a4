import { describe, expect, it } from 'vitest'
import { aNode, aTunnel, seedOverlay } from './testing'
import { findVnis, listVnis } from './vni-list'

describe('listVnis', () => {
  it('counts members, and each MAC once however many know it', () => {
    const overlay = seedOverlay()
    overlay.tunnels = [
      aTunnel('10.0.2.1', '10.0.2.254', { macs: 3 }),
      aTunnel('10.0.2.253', '10.0.2.254', { macs: 2 }),
      aTunnel('10.0.2.254', '10.0.2.1', { macs: 1 }),
    ]
    expect(listVnis(overlay)).toEqual([{ vni: 42, members: 3, macs: 4, tone: 'ok', health: 'all members live' }])
  })

  it('tells of members that are not reached, and of one-way tunnels', () => {
    const overlay = seedOverlay()
    overlay.nodes[1] = aNode('vyos01', { status: 'unreachable', state: 'stale' })
    overlay.tunnels = [aTunnel('10.0.2.1', '10.0.2.253', { oneWay: true })]
    expect(listVnis(overlay)[0]).toMatchObject({ tone: 'bad', health: '1 not reached, 1 tunnel one-way' })
  })

  it('tells of a VNI with one member', () => {
    const overlay = seedOverlay()
    overlay.vnis = overlay.vnis.map(one => ({ ...one, members: one.members.slice(0, 1) }))
    expect(listVnis(overlay)[0]).toMatchObject({ members: 1, tone: 'warn', health: 'a single member' })
  })
})

describe('findVnis', () => {
  const list = [
    { vni: 42, members: 3, macs: 1, tone: 'ok', health: 'all members live' },
    { vni: 100, members: 1, macs: 0, tone: 'warn', health: 'a single member' },
  ] as const

  it.each([
    ['', [42, 100]],
    ['4', [42]],
    ['single', [100]],
    ['7', []],
  ])('"%s" means %j', (text, expected) => {
    expect(findVnis(list, text).map(one => one.vni)).toEqual(expected)
  })
})
