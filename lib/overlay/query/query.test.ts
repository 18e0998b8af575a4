import { describe, expect, it } from 'vitest'
import { FDB_SORT_FIELDS, FdbQuery } from '@/lib/model/api'
import type { FdbRow } from '@/lib/model/overlay'
import { queryFdb } from './query'

const BASE: FdbRow = {
  ...{ id: 'fdb:vyos01/vxlan0/1', node: 'vyos01', ifname: 'vxlan0', mac: '86:24:26:b2:11:5c', vni: 42, vlan: null },
  ...{ dst: '10.0.2.253', dstNodes: ['vyos02'], port: null, via: null, srcVni: null, nhid: null },
  ...{ kind: 'learned', flags: ['self'], master: null, used: 1, updated: 2, readAt: '2026-11-22T12:00:00.000Z' },
  ...{ state: 'live', ageing: 300, ageingBasis: null, expiresAt: null, firstSeenAt: '2026-11-22T12:00:00.000Z' },
  moves: 0,
}
/** A row that differs from the base in one thing; its id says which. */
const row = (id: string, over: Partial<FdbRow> = {}): FdbRow => ({ ...BASE, ...over, id })

const idsOf = (rows: readonly FdbRow[], query: Partial<FdbQuery>): string[] => {
  const found = queryFdb(rows, FdbQuery.parse(query))
  if (!found.ok) throw new Error(found.error.message)
  return found.value.rows.map(({ id }) => id)
}

describe('the words of a query', () => {
  const rows = [
    row('base'),
    row('mac', { mac: '4e:69:a4:a7:ef:1c' }),
    row('vni', { vni: 43 }),
    row('node', { node: 'vyos011' }),
    row('dst', { dst: 'fd00::253', dstNodes: ['ubuntu'] }),
    row('kind', { kind: 'static', state: 'stale' }),
    row('dev', { ifname: 'br0', vlan: 10, master: 'br0', dst: null, dstNodes: [], vni: null }),
  ]
  const only = (q: string) => idsOf(rows, { q }).sort()

  it.each([
    ['vni:43', ['vni']],
    ['vlan:10', ['dev']],
    ['node:vyos011', ['node']],
    ['NODE:VYOS011', ['node']],
    ['dev:br0', ['dev']],
    ['ifname:br0', ['dev']],
    ['master:br0', ['dev']],
    ['kind:static', ['kind']],
    ['state:stale', ['kind']],
    ['dst:fd00:0::253', ['dst']],
    ['dst:ubuntu', ['dst']],
    ['mac:4e69.a4a7', ['mac']],
    ['mac:69:a4', ['mac']],
    ['4E-69-A4-A7-EF-1C', ['mac']],
    ['4e69.a4a7.ef1c', ['mac']],
    ['fd00:0::253', ['dst']],
    ['fd00:', ['dst']],
    ['ubuntu', ['dst']],
    ['vyos011', ['node']],
    ['br', ['dev']],
    ['vni:42 kind:static', ['kind']],
    ['vni:43 kind:static', []],
    ['nothing', []],
  ])('%j finds %j', (q, ids) => expect(only(q)).toEqual(ids))

  it('find all rows where there are none, or a key still lacks its value', () => {
    expect(only('  ')).toHaveLength(rows.length)
    expect(only('vni:')).toHaveLength(rows.length)
  })

  it('all hold together with the fields', () => {
    expect(idsOf(rows, { vni: 43, q: 'vyos01' })).toEqual(['vni'])
    expect(idsOf(rows, { node: 'vyos011', kind: 'learned', state: 'live', mac: '8624', dst: '10.0.2.253' })).toEqual([
      'node',
    ])
    expect(idsOf(rows, { node: 'vyos' })).toEqual([])
  })

  it('are never taken for code', () => {
    expect(only('(.*)')).toEqual([])
  })
})

describe('a filter that is none', () => {
  const refusal = (q: string) => {
    const found = queryFdb([row('base')], FdbQuery.parse({ q }))
    return found.ok ? null : found.error
  }

  it.each(['noed:vyos01', 'vni:42 noed:x', 'constructor:x', 'dec:vxlan0'])('%j is refused', q => {
    expect(refusal(q)).toMatchObject({ code: 'badRequest', message: expect.stringMatching(/^No filter "\w+:"/) })
  })

  it.each([
    ['vni:abc', 'a whole number from 0 to 16777215'],
    ['vni:16777216', 'a whole number from 0 to 16777215'],
    ['vlan:0', 'a whole number from 1 to 4094'],
    ['kind:foo', 'learned, static'],
    ['state:dead', 'live, stale'],
    ['mac:zz', 'a MAC or a part of one'],
  ])('%j can match nothing, and is refused with what may stand there', (q, expected) => {
    expect(refusal(`node:r1 ${q}`)).toMatchObject({
      code: 'badRequest',
      message: `"${q}" can match nothing.`,
      hint: expect.stringContaining(expected),
    })
  })

  it('nor can a field that is no part of a MAC', () => {
    const found = queryFdb([row('base')], FdbQuery.parse({ mac: 'zz' }))
    expect(found).toMatchObject({ ok: false, error: { message: 'mac: expected a MAC or a part of one' } })
  })

  it('names the one that was probably meant', () => {
    expect(refusal('noed:vyos01')?.hint).toMatch(/^Did you mean "node:"\? /)
  })

  it.each(['86:24', 'fd00::253', '::ffff:10.0.2.1', 'fe80::1%eth1', 'dead:beef::1', '86-24-26'])(
    '%j has no filter at all',
    q => expect(refusal(q)).toBeNull(),
  )
})

describe('scope', () => {
  it('overlay leaves out address filters of ordinary devices, and nothing else', () => {
    const nowhere = { dst: null, dstNodes: [], vni: null }
    const rows = [
      row('filter', { ...nowhere, mac: '33:33:00:00:00:01', ifname: 'eth1', kind: 'permanent' }),
      row('vxlan'),
      row('flood to a group', { dst: '239.1.1.1', dstNodes: [], kind: 'flood' }),
      row('nhid', { ...nowhere, nhid: 102 }),
      row('bridge', { ...nowhere, master: 'br0', flags: [] }),
      row('bridge of 3.12', { ...nowhere, flags: [] }),
    ]
    expect(idsOf(rows, { scope: 'all' })).toHaveLength(6)
    expect(idsOf(rows, { scope: 'overlay' })).toEqual(
      expect.arrayContaining(['vxlan', 'flood to a group', 'nhid', 'bridge', 'bridge of 3.12']),
    )
    expect(idsOf(rows, { scope: 'overlay' })).not.toContain('filter')
  })
})

describe('sorting', () => {
  it('is by node, device and MAC, numbers in names by their value', () => {
    const rows = [
      row('4', { node: 'vyos10' }),
      row('3', { node: 'vyos2', ifname: 'vxlan10' }),
      row('2', { node: 'vyos2', ifname: 'vxlan9', mac: '86:24:26:b2:11:5c' }),
      row('1', { node: 'vyos2', ifname: 'vxlan9', mac: '06:24:26:b2:11:5c' }),
    ]
    expect(idsOf(rows, {})).toEqual(['1', '2', '3', '4'])
  })

  it('takes addresses and numbers by their value, rows without one last either way', () => {
    const rows = [
      row('a', { dst: null }),
      row('b', { dst: '10.0.2.10' }),
      row('c', { dst: '10.0.2.9' }),
      row('d', { dst: 'fd00::1' }),
    ]
    expect(idsOf(rows, { sort: 'dst' })).toEqual(['c', 'b', 'd', 'a'])
    expect(idsOf(rows, { sort: '-dst' })).toEqual(['d', 'b', 'c', 'a'])
    const vnis = [row('a', { vni: null }), row('b', { vni: 1000 }), row('c', { vni: 42 })]
    expect(idsOf(vnis, { sort: 'vni' })).toEqual(['c', 'b', 'a'])
  })

  it('keeps the default order among equal rows, either way', () => {
    const rows = ['2', '1', '3'].map(id => row(id, { mac: `00:00:00:00:00:0${id}` }))
    expect(idsOf(rows, { sort: 'node' })).toEqual(['1', '2', '3'])
    expect(idsOf(rows, { sort: '-node' })).toEqual(['1', '2', '3'])
  })

  it.each(FDB_SORT_FIELDS)('knows %s', field => {
    expect(idsOf([row('a'), row('b')], { sort: `-${field}` })).toEqual(['a', 'b'])
  })
})

describe('pages', () => {
  const rows = Array.from({ length: 25 }, (_, index) => row(String(index).padStart(2, '0')))

  it('follow one another until all rows were there once', () => {
    const seen: string[] = []
    let cursor: string | null = null
    do {
      const found = queryFdb(rows, FdbQuery.parse({ limit: 10, ...(cursor === null ? {} : { cursor }) }))
      if (!found.ok) throw new Error(found.error.message)
      expect(found.value.total).toBe(25)
      seen.push(...found.value.rows.map(({ id }) => id))
      cursor = found.value.nextCursor
    } while (cursor !== null)
    expect(seen).toEqual(rows.map(({ id }) => id))
  })

  it('are empty behind the end', () => {
    const found = queryFdb(rows, FdbQuery.parse({ cursor: 'rzzz' }))
    expect(found.ok && found.value).toEqual({ total: 25, rows: [], nextCursor: null })
  })

  it.each(['', 'r', 'r-1', 'x12', '12', 'r1.5', 'rzzzzzzzzzzzz'])('are refused for the cursor %j', cursor => {
    const found = queryFdb(rows, FdbQuery.parse({ cursor }))
    expect(!found.ok && found.error.code).toBe('badRequest')
  })
})
