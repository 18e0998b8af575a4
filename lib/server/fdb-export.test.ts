import { describe, expect, it } from 'vitest'
import { FdbAnswer, FdbQuery } from '@/lib/model/api'
import { aFdbRow } from '@/lib/model/testing'
import { exportFdb, exportName } from './fdb-export'

const AT = '2026-11-22T14:02:11.000Z'
const head = { revision: 'e-1', at: AT, now: AT }
const rowsOf = (count: number) => Array.from({ length: count }, (_, index) => aFdbRow({ id: `row ${index}` }))
const page = (count: number, total = count) => ({ rows: rowsOf(count), total, nextCursor: null })

describe('exportName', () => {
  it.each([
    [{}, page(3), 'vxscope-fdb_3-entries_2026-11-22T14-02-11Z.csv'],
    [
      { q: 'node:ubuntu 86:24', vni: '42' },
      page(1),
      'vxscope-fdb_vni-42-node-ubuntu-86-24_1-entries_2026-11-22T14-02-11Z.csv',
    ],
    [{ q: '"\r\n../x' }, page(0), 'vxscope-fdb_..-x_0-entries_2026-11-22T14-02-11Z.csv'],
    [{}, page(2, 5), 'vxscope-fdb_2-of-5-entries_2026-11-22T14-02-11Z.csv'],
  ])('%j', (query, found, name) => expect(exportName(FdbQuery.parse(query), found, AT, 'csv')).toBe(name))
})

describe('exportFdb', () => {
  const file = (format: 'csv' | 'json', count: number) =>
    exportFdb({ query: FdbQuery.parse({}), head, page: page(count), format })

  it.each([0, 1, 2500])('writes %i rows as JSON that reads as an answer does', async count => {
    expect(FdbAnswer.parse(await file('json', count).json()).rows.map(({ id }) => id)).toEqual(
      rowsOf(count).map(({ id }) => id),
    )
  })

  it('writes CSV with one header and a line for each row', async () => {
    expect((await file('csv', 2500).text()).trimEnd().split('\r\n')).toHaveLength(2501)
  })
})
