import { describe, expect, it } from 'vitest'
import { type AgeingBasis, once } from './ageing'
import { buildLink, buildVxlan, floodRow } from './build'
import { forget, learn, setUp, withLink } from './changes'
import { ubuntu2404 } from './identities'
import type { FdbState, NodeState } from './state'
import { FdbWatch } from './watch'

const MAC = '02:00:00:00:00:01'
const S = 1000

const nodeWith = (agesBy: AgeingBasis, ...fdb: FdbState[]): NodeState => ({
  ...{ hostname: 'n1', ...ubuntu2404, agesBy, nexthops: [] },
  links: [
    buildLink({
      ...{ ifindex: 3, ifname: 'vxlan0', kind: 'vxlan', mac: '02:00:00:00:00:a0' },
      vxlan: buildVxlan({ vni: 42, ageing: 12 }),
      fdb: [floodRow('10.0.0.2', 0), ...fdb],
    }),
  ],
})
const aRow = (over: Partial<FdbState>): FdbState => ({
  ...{ mac: MAC, dst: '10.0.0.2', flags: ['self'], state: '', heard: once(0) },
  ...over,
})

/** What happens, and when, to one who looks only when something is due. */
const follow = (state: NodeState, until: number): [number, string][] => {
  const watch = new FdbWatch(state, 0)
  const told: [number, string][] = []
  while (watch.nextAt <= until) {
    const at = watch.nextAt
    for (const { deleted, aged } of watch.step(state, at))
      told.push([at / S, deleted ? (aged ? 'aged' : 'deleted') : 'learned'])
  }
  return told
}

describe('time alone', () => {
  const sent = { first: 0, lasts: 8 * S, every: null }

  it('deletes what is only sent to by the clock of its kernel', () => {
    expect(follow(nodeWith('updated', aRow({ sent })), 60 * S)).toEqual([[12, 'aged']])
    expect(follow(nodeWith('used', aRow({ sent })), 60 * S)).toEqual([[20, 'aged']])
  })

  it('keeps what is heard from, by either clock, and learns it again', () => {
    const heard = { first: 2 * S, lasts: 8 * S, every: 30 * S }
    for (const basis of ['updated', 'used'] as const) {
      expect(follow(nodeWith(basis, aRow({ heard })), 60 * S)).toEqual([
        ...[
          [2, 'learned'],
          [22, 'aged'],
        ],
        ...[
          [32, 'learned'],
          [52, 'aged'],
        ],
      ])
    }
  })

  it('is told in its order to one who looks late', () => {
    const state = nodeWith('updated', aRow({ heard: { first: S, lasts: 0, every: 20 * S } }))
    const happened = new FdbWatch(state, 0).step(state, 30 * S)
    expect(happened.map(({ deleted, aged }) => [deleted, aged])).toEqual([
      ...[
        [false, false],
        [true, true],
      ],
      [false, false],
    ])
  })
})

describe('a change of the state', () => {
  const told = (change: (state: NodeState) => NodeState) => {
    const state = nodeWith('updated', aRow({}))
    const happened = new FdbWatch(state, 0).step(change(state), S)
    return happened.map(({ deleted, aged, row }) => [deleted, aged, row.mac, row.dst])
  }

  it('is told: learned, moved without a word of the old place, deleted, taken by its device', () => {
    expect(told(state => learn(state, 'vxlan0', '02:00:00:00:00:02', '10.0.0.3', S))).toEqual([
      [false, false, '02:00:00:00:00:02', '10.0.0.3'],
    ])
    expect(told(state => learn(state, 'vxlan0', MAC, '10.0.0.3', S))).toEqual([[false, false, MAC, '10.0.0.3']])
    expect(told(state => forget(state, 'vxlan0', MAC))).toEqual([[true, false, MAC, '10.0.0.2']])
    expect(told(state => setUp(state, 'vxlan0', false))).toEqual([[true, false, MAC, '10.0.0.2']])
  })

  it('is not told where it is a refresh, or nothing of the FDB', () => {
    expect(told(state => learn(state, 'vxlan0', MAC, '10.0.0.2', S))).toEqual([])
    expect(told(state => withLink(state, 'vxlan0', link => ({ ...link, mtu: 1400 })))).toEqual([])
  })
})
