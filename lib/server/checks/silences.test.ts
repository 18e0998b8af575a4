import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { SilenceRequest } from '@/lib/model/silence'
import { openSilences, readSilences } from './silences'

const START = Date.UTC(2026, 10, 22, 12)
let folder: string
let clock: number
let told: string[]
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'vxscope-silences-'))
  clock = START
  told = []
})
afterEach(() => rmSync(folder, { recursive: true }))

const options = () => ({
  file: path.join(folder, 'own', 'silences.json'),
  now: () => clock,
  report: (message: string) => told.push(message),
})
const asked = (over: object = {}) =>
  SilenceRequest.parse({ check: 'mtuPeers', reason: 'known', until: '2026-11-22T14:00:00+01:00', ...over })

describe('silences', () => {
  it('outlive a restart, and tell who and until when', async () => {
    await (await openSilences(options())).add(asked(), 'ops')
    const [silence] = (await openSilences(options())).current()
    expect(silence).toMatchObject({ check: 'mtuPeers', who: 'ops', until: '2026-11-22T13:00:00.000Z', reason: 'known' })
    expect(await readSilences(options())).toEqual([silence])
  })

  it('end by themselves, and when somebody ends them', async () => {
    const silences = await openSilences(options())
    const { id } = await silences.add(asked(), 'ops')
    await silences.add(asked({ until: '2026-11-22T15:00:00Z' }), 'ops')
    expect(await silences.remove(id)).toBe(true)
    expect(await silences.remove(id)).toBe(false)
    expect(silences.current()).toHaveLength(1)
    clock = Date.UTC(2026, 10, 22, 15)
    expect(silences.current()).toEqual([])
  })

  it('are not in force when they can not be written, and the server starts all the same', async () => {
    writeFileSync(path.join(folder, 'own'), 'no folder')
    const silences = await openSilences(options())
    await expect(silences.add(asked(), 'ops')).rejects.toThrow()
    expect(silences.current()).toEqual([])
    expect(told).toHaveLength(1)
  })

  it('that nobody understands are kept aside, and told of', async () => {
    const silences = await openSilences(options())
    await silences.add(asked(), 'ops')
    writeFileSync(options().file, '{')
    expect(await readSilences(options())).toEqual([])
    expect((await openSilences(options())).current()).toEqual([])
    expect(readdirSync(path.dirname(options().file))).toEqual(['silences.json.damaged'])
    expect(told).toHaveLength(2)
  })

  it.each([
    ['nothing that is silenced', { check: null }],
    ['no reason', { reason: ' ' }],
    ['a field that is not known', { chekc: 'x' }],
    ['no moment', { until: 'tomorrow' }],
  ])('are refused with %s', (_, over) => {
    expect(() => asked(over)).toThrow()
  })
})
