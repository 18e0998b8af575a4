import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { FDB_SORT_FIELDS, FdbQuery } from '@/lib/model/api'
import type { FdbRow } from '@/lib/model/overlay'
import { addressKey } from '../addresses'
import { naturalKey } from '../lists/order'
import { joinRuns } from '../lists/row-runs'
import { queryFdb } from './query'

const pick = <T>(...values: readonly T[]) => fc.constantFrom(...values)

const row: fc.Arbitrary<FdbRow> = fc.record({
  id: fc.uuid(),
  node: pick('leaf2', 'leaf10', 'vyos01'),
  ifname: pick('vxlan9', 'vxlan10'),
  mac: pick('02:00:00:00:00:01', '02:00:00:00:00:0a', '86:24:26:b2:11:5c', '00:00:00:00:00:00'),
  vni: pick(42, 100, null),
  vlan: pick(10, null),
  dst: pick('10.0.2.9', '10.0.2.10', 'fd00::9', null),
  dstNodes: pick(['leaf2'], [], ['vyos01', 'Leaf10']),
  kind: pick('learned', 'static'),
  state: pick('live', 'stale'),
  flags: pick(['self'], []),
  master: pick('br0', null),
  used: pick(0, 3, null),
  updated: pick(1, null),
  ageing: pick(300, null),
  moves: pick(0, 2),
  firstSeenAt: pick('2026-11-22T12:00:00.000Z', '2026-11-22T12:00:01.000Z'),
  readAt: pick('2026-11-22T12:00:00.000Z'),
  port: pick(null),
  via: pick(null),
  srcVni: pick(null),
  nhid: pick(null),
  ageingBasis: pick(null),
  expiresAt: pick(null),
})

/** Words, and what each is to find, said anew and as plainly as can be. */
const WORDS: readonly [text: string, holds: (row: FdbRow) => boolean][] = [
  ['vni:42', ({ vni }) => vni === 42],
  ['vlan:10', ({ vlan }) => vlan === 10],
  ['node:LEAF2', ({ node }) => node === 'leaf2'],
  ['dev:vxlan9', ({ ifname }) => ifname === 'vxlan9'],
  ['kind:static', ({ kind }) => kind === 'static'],
  ['dst:fd00:0::9', ({ dst }) => dst === 'fd00::9'],
  ['dst:leaf10', ({ dstNodes }) => dstNodes.includes('Leaf10')],
  ['mac:8624', ({ mac }) => mac.includes('86:24')],
  ['0a', ({ mac }) => mac.includes('0a')],
  ['leaf1', ({ node, dstNodes }) => [node, ...dstNodes].some(name => name.toLowerCase().includes('leaf1'))],
  ['10.0.2.1', ({ dst }) => dst?.includes('10.0.2.1') ?? false],
  ['nothing', () => false],
]

const KEYS: Partial<Record<string, (row: FdbRow) => string | number | null>> = {
  node: ({ node }) => naturalKey(node),
  ifname: ({ ifname }) => naturalKey(ifname),
  dst: ({ dst }) => (dst === null ? null : addressKey(dst)),
}

const compare = (a: string | number | null, b: string | number | null): number => {
  if (a === b) return 0
  if (a === null || b === null) return a === null ? 1 : -1
  return a < b ? -1 : 1
}

const inDefaultOrder = (rows: readonly FdbRow[]): FdbRow[] =>
  rows.toSorted(
    (a, b) =>
      compare(naturalKey(a.node), naturalKey(b.node)) ||
      compare(naturalKey(a.ifname), naturalKey(b.ifname)) ||
      compare(a.mac, b.mac) ||
      compare(a.id, b.id),
  )

const sorted = (rows: readonly FdbRow[], sort: string): FdbRow[] => {
  const field = FDB_SORT_FIELDS.find(name => name === sort.replace('-', ''))
  if (field === undefined) return [...rows]
  const keyOf = KEYS[field] ?? ((one: FdbRow) => one[field])
  const turn = sort.startsWith('-') ? -1 : 1
  return rows.toSorted((a, b) => {
    const [one, other] = [keyOf(a), keyOf(b)]
    return one === null || other === null ? compare(one, other) : turn * compare(one, other)
  })
}

const asked = fc.record({
  words: fc.uniqueArray(fc.nat(WORDS.length - 1), { maxLength: 2 }),
  sort: pick('', ...FDB_SORT_FIELDS.flatMap(field => [field, `-${field}`])),
  limit: pick(1, 7, 100),
})

const cut = (rows: readonly FdbRow[], length: number): FdbRow[][] =>
  rows.length === 0 ? [] : [rows.slice(0, length), ...cut(rows.slice(length), length)]

describe('a query', () => {
  it('finds what looking at each row finds, in its order, page after page, however rows are divided', () => {
    fc.assert(
      fc.property(
        fc.array(row, { maxLength: 60 }),
        fc.integer({ min: 1, max: 20 }),
        fc.boolean(),
        fc.array(asked, { minLength: 1, maxLength: 4 }),
        (rows, length, inOrder, questions) => {
          const list = joinRuns(cut(inOrder ? inDefaultOrder(rows) : rows, length))
          for (const { words, sort, limit } of questions) {
            const tests = words.map(at => WORDS[at]?.[1])
            const want = inDefaultOrder(rows).filter(one => tests.every(test => test?.(one)))
            const query = { q: words.map(at => WORDS[at]?.[0]).join(' '), scope: 'all', limit }
            const got: FdbRow[] = []
            for (let cursor: string | null | undefined; cursor !== null; ) {
              const found = queryFdb(
                list,
                FdbQuery.parse({ ...query, ...(sort && { sort }), ...(cursor && { cursor }) }),
              )
              if (!found.ok) throw new Error(found.error.message)
              expect(found.value.total).toBe(want.length)
              got.push(...found.value.rows)
              cursor = found.value.nextCursor
            }
            expect(got.map(({ id }) => id)).toEqual(sorted(want, sort).map(({ id }) => id))
          }
        },
      ),
      { seed: 42, numRuns: 200 },
    )
  })
})
