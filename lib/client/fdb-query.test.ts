import { describe, expect, it } from 'vitest'
import { FdbQuery } from '@/lib/model/api'
import { fdbUrl, nextSort, parseSort, problemOf } from './fdb-query'

describe('fdbUrl', () => {
  it('leaves out what is empty', () => {
    expect(fdbUrl({ q: '  ', vni: null, sort: null })).toBe('/api/v1/fdb')
  })

  it('asks what the server understands', () => {
    const url = fdbUrl({
      q: 'kind:learned',
      vni: 42,
      scope: 'overlay',
      sort: { field: 'mac', descending: true },
      limit: 5,
    })
    const params = Object.fromEntries(new URLSearchParams(url.split('?')[1]))
    expect(FdbQuery.parse(params)).toEqual({ q: 'kind:learned', vni: 42, scope: 'overlay', sort: '-mac', limit: 5 })
  })
})

describe('problemOf', () => {
  it.each(['', 'vni:', 'kind:', 'mac:8', '86:24'])('finds nothing wrong with %j, which may go on', q => {
    expect(problemOf(q)).toBeNull()
  })

  it.each(['kind:l', 'vni:x', 'noed:r1'])('finds what the server refuses in %j', q => {
    expect(problemOf(`node:r1 ${q}`)?.message).toContain(q.split(':')[0])
  })
})

describe('sorting', () => {
  it('goes up, down, and back to the server’s own order', () => {
    const up = nextSort(null, 'mac')
    const down = nextSort(up, 'mac')
    expect([up?.descending, down?.descending, nextSort(down, 'mac')]).toEqual([false, true, null])
  })

  it('begins anew on another column', () => {
    expect(nextSort({ field: 'mac', descending: true }, 'vni')).toEqual({ field: 'vni', descending: false })
  })

  it.each(['nothing', '--mac', '', null])('reads nothing from %s', text => {
    expect(parseSort(text)).toBeNull()
  })
})
