import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { once } from '../model/ageing'
import type { LiveRow } from '../model/fdb'
import type { FdbState } from '../model/state'
import { fdbRowJson, fdbRowText, fdbRowText2014 } from './fdb'

const sample = (name: string): string => readFileSync(new URL(`../samples/${name}`, import.meta.url), 'utf8')

const Row = z.strictObject({
  mac: z.string(),
  ifname: z.string(),
  vlan: z.int().optional(),
  dst: z.string().optional(),
  port: z.int().optional(),
  vni: z.int().optional(),
  src_vni: z.int().optional(),
  viaIf: z.string().optional(),
  nhid: z.int().optional(),
  activity_notify: z.boolean().optional(),
  inactive: z.boolean().optional(),
  used: z.int().optional(),
  updated: z.int().optional(),
  flags: z.array(z.string()),
  master: z.string().optional(),
  state: z.enum(['', 'static', 'permanent']),
})

const stated = <T extends object>(given: T) =>
  Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined))

/** A real row as a row of the model, so that printing it must give the real line again. */
const liveRow = (real: z.infer<typeof Row>): LiveRow => {
  const optional = {
    master: real.master,
    vlan: real.vlan,
    dst: real.dst,
    port: real.port,
    vni: real.vni,
    srcVni: real.src_vni,
    via: real.viaIf,
    nhid: real.nhid,
  }
  const row: FdbState = { mac: real.mac, state: real.state, flags: real.flags, heard: once(0), ...stated(optional) }
  const { used, updated } = real
  return { ifname: real.ifname, row, ages: used === undefined || updated === undefined ? null : { used, updated } }
}

const rowsOf = (state: string, release: string) =>
  z.array(Row).parse(JSON.parse(sample(`${state}.${release}.bridge-s-d-j-fdb-show.json`)))

/** Text and JSON of a release were taken one after the other. */
const withoutAges = (text: string): string => text.replace(/used \d+\/\d+/g, 'used N/N')

/** Flags that no printer of ours knows: they are shown by `-d` of 6.x alone. */
const isModelled = (row: z.infer<typeof Row>) => row.activity_notify === undefined

const CASES = ['S1', 'S3', 'S4'].flatMap(state => ['v6.1.0', 'v7.1.0'].map(release => [state, release] as const))

describe.each(CASES)('rows of %s as %s prints them', (state, release) => {
  it('JSON', () => {
    for (const row of rowsOf(state, release).filter(isModelled)) {
      expect(fdbRowJson(liveRow(row), true)).toBe(JSON.stringify(row))
    }
  })

  it('text with ages', () => {
    const printed = rowsOf(state, release).map(row => fdbRowText(liveRow(row), { stats: true }))
    expect(withoutAges(printed.join(''))).toBe(withoutAges(sample(`${state}.${release}.bridge-s-fdb-show.txt`)))
  })

  it('text without ages', () => {
    const printed = rowsOf(state, release).map(row => fdbRowText(liveRow(row), { stats: false }))
    expect(printed.join('')).toBe(sample(`${state}.${release}.bridge-fdb-show.txt`))
  })
})

describe.each(['S1', 'S3', 'S4'])('rows of %s as 3.12 prints them', state => {
  it.each([
    [true, 'bridge-s-fdb-show'],
    [false, 'bridge-fdb-show'],
  ])('with ages: %s', (stats, command) => {
    const printed = rowsOf(state, 'v7.1.0').map(row => fdbRowText2014(liveRow(row), { stats }))
    expect(withoutAges(printed.join(''))).toBe(withoutAges(sample(`${state}.v3.12.0.${command}.txt`)))
  })
})
