import { describe, expect, it } from 'vitest'
import { buildGraph } from './graph'
import { EMPTY_GRAPH } from './graph-types'
import { aRow, seedOverlay, VYOS01_MAC } from './testing'
import { strengthOf } from './tunnel-strength'

const END = '2026-11-22T14:07:11.000Z'
const rows = [
  aRow('ubuntu', VYOS01_MAC, '10.0.2.254', { expiresAt: END, ageing: 300 }),
  aRow('ubuntu', '02:00:00:00:00:01', '10.0.2.254', { expiresAt: '2026-11-22T14:03:11.000Z', ageing: 300 }),
]
const edge = buildGraph(seedOverlay(), { vni: null, rows, complete: true, open: null }, EMPTY_GRAPH).edges[0]
const strength = (now: number) => strengthOf(edge?.forward ? [edge.forward] : [], now)

describe('the strength of a tunnel', () => {
  it('is that of its freshest entry, and fades with it', () => {
    const end = Date.parse(END)
    expect(edge?.forward?.life).toEqual({ expiresAt: end, ageing: 300 })
    expect(strength(end - 300_000)).toBe(1)
    expect(strength(end - 150_000)).toBeCloseTo(0.66)
    expect(strength(end + 1)).toBeCloseTo(0.32)
  })

  it('is full where no end is known', () => expect(strengthOf(edge?.backward ? [edge.backward] : [], 0)).toBe(1))
})
