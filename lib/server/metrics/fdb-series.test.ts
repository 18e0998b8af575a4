import { describe, expect, it } from 'vitest'
import { aRow } from '../stream/testing'
import { FdbCounts } from './fdb-series'

const rows = ['r1', 'r2', 'r3'].flatMap((node, index) =>
  Array.from({ length: index + 1 }, (_, n) => aRow(`${node}/${n}`, { node, vni: 42, kind: 'learned' })),
)
const counting = (put = rows, remove: string[] = []) => {
  const counts = new FdbCounts()
  counts.take({ put, remove: [] })
  counts.take({ put: [], remove })
  return counts
}

describe('FdbCounts', () => {
  it('counts rows by node, VNI and kind', () => {
    const more = [...rows, aRow('x', { node: 'r1', vni: null, kind: 'permanent' })]
    expect(counting(more).list()).toEqual([
      { node: 'r1', vni: '42', kind: 'learned', rows: 1 },
      { node: 'r2', vni: '42', kind: 'learned', rows: 2 },
      { node: 'r3', vni: '42', kind: 'learned', rows: 3 },
      { node: 'r1', vni: '', kind: 'permanent', rows: 1 },
    ])
  })

  it('follows what comes, changes its kind and goes', () => {
    const counts = counting(rows, ['r1/0', 'r3/2', 'nobody'])
    counts.take({ put: [aRow('r2/0', { node: 'r2', vni: 42, kind: 'static' })], remove: [] })
    counts.take({ put: [aRow('r2/1', { node: 'r2', vni: 42, kind: 'learned', used: 3 })], remove: [] })
    expect(counts.list()).toEqual([
      { node: 'r2', vni: '42', kind: 'learned', rows: 1 },
      { node: 'r3', vni: '42', kind: 'learned', rows: 2 },
      { node: 'r2', vni: '42', kind: 'static', rows: 1 },
    ])
  })

  it('tells the smallest together where there would be too many, and loses none', () => {
    const many = Array.from({ length: 300 }, (_, vni) => aRow(`${vni}`, { node: 'r9', vni, kind: 'static' }))
    const series = counting([...rows, ...many]).list(20)
    expect(series.length).toBeLessThanOrEqual(20)
    expect(series.reduce((sum, { rows: count }) => sum + count, 0)).toBe(rows.length + many.length)
    expect(series[0]).toEqual({ node: 'r3', vni: '42', kind: 'learned', rows: 3 })
    expect(series.at(-1)).toMatchObject({ node: 'other', vni: 'other', kind: 'static' })
  })
})
