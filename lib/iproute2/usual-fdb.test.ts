import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { FdbJsonRow } from '@/lib/model/iproute2'
import { readElements } from './json-repair'
import { isUsualFdbRow } from './usual-fdb'

const ROOT = path.join(import.meta.dirname, 'samples')
const NAMED = { mac: '02:00:00:00:00:01', ifname: 'vxlan0', flags: ['self'], state: 'static' }

type Raw = Record<string, unknown>
const isRow = (value: unknown): value is Raw => typeof value === 'object' && value !== null && !Array.isArray(value)

const ROWS: Raw[] = readdirSync(ROOT, { recursive: true, encoding: 'utf8' })
  .filter(file => /fdb[^/]*\.json$/.test(file))
  .flatMap(file => readElements(readFileSync(path.join(ROOT, file), 'utf8')).map(({ value }) => value))
  .filter(isRow)

const number = fc.constantFrom(
  ...[-1, -0, 0, 1, 4095, 4096, 0xffff, 0x10000, 0xffffff, 0x1000000, 2 ** 53, 0.5, Number.POSITIVE_INFINITY],
)
const text = fc.nat(130).map(length => 'x'.repeat(length))
const flags = fc.oneof(
  fc.constantFrom([], [''], ['self', 1], ['x'.repeat(64)], ['x'.repeat(65)]),
  fc.constantFrom(32, 33).map(length => new Array<string>(length).fill('self')),
)
const counted = fc.constantFrom(
  'vlan',
  'port',
  'vni',
  'src_vni',
  'viaIfIndex',
  'linkNetNsId',
  'nhid',
  'used',
  'updated',
)
const spelt = fc.constantFrom('mac', 'ifname', 'dst', 'viaIf', 'master', 'state')
const odd = fc.constantFrom('deleted', 'dev', 'opCode', 'locked', '__proto__', 'constructor')

/** Values in and out of their keys' bounds, of other types, and keys that the schema doesn't know. */
const edit = fc.oneof(
  { weight: 4, arbitrary: fc.tuple(counted, number) },
  { weight: 4, arbitrary: fc.tuple(spelt, text) },
  { weight: 1, arbitrary: fc.tuple(fc.constant('flags'), flags) },
  {
    weight: 1,
    arbitrary: fc.tuple(fc.oneof(counted, spelt, odd, fc.constant('flags')), fc.jsonValue({ maxDepth: 1 })),
  },
)
const changed = fc
  .tuple(fc.constantFrom(NAMED, ...ROWS), fc.array(edit, { minLength: 1, maxLength: 2 }))
  .map(([row, edits]): Raw => Object.fromEntries([...Object.entries(row), ...edits]))

describe('a usual row', () => {
  it('is one that the schema leaves as it is', () => {
    let usual = 0
    fc.assert(
      fc.property(changed, row => {
        if (!isUsualFdbRow(row)) return
        usual += 1
        expect(FdbJsonRow.parse(row)).toStrictEqual(row)
      }),
      { seed: 20140107, numRuns: 5000 },
    )
    expect(usual).toBeGreaterThan(500)
  })

  it('is nearly every one that a node has printed', () => {
    const unusual = ROWS.filter(row => row.dev === undefined && row.deleted === undefined && !isUsualFdbRow(row))
    expect(ROWS.length).toBeGreaterThan(100)
    expect(unusual.length / ROWS.length).toBeLessThan(0.1)
  })

  it.each([
    ['names no device', { ifname: undefined }],
    ['was deleted', { deleted: true }],
    ['says what the schema does not know', { locked: true }],
    ['says it as an older release would', { flags: undefined }],
  ])('is none that %s', (_, over) => expect(isUsualFdbRow({ ...NAMED, ...over })).toBe(false))
})
