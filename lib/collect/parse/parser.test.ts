import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { bundlePath } from '@/lib/history'
import { aReading } from '@/lib/overlay/testing'
import { type Answer, parseReading, readingQueries } from '@/lib/platform'
import { createParser } from './parser'

const { profile } = aReading()
const NEEDS = { vnis: false, nexthops: false, remotes: [] }

const LINKS = JSON.stringify([{ ifindex: 1, ifname: 'vxlan0', flags: ['UP'], mtu: 1450 }])
const rows = Array.from({ length: 1_300 }, (_, at) => ({
  ...{ mac: `02:00:00:00:${(at >> 8).toString(16).padStart(2, '0')}:${(at & 255).toString(16).padStart(2, '0')}` },
  ...{ ifname: 'vxlan0', dst: '10.0.0.1', flags: ['self'], state: 'static' },
}))
const FDB = JSON.stringify([...rows, { mac: 7 }])

const answers: Answer[] = readingQueries(profile, NEEDS).map(query => ({
  ...{ query, status: 0, stderr: '' },
  stdout: query.id === 'fdb' ? FDB : LINKS,
}))

describe('createParser', () => {
  it('reads large answers in a thread as they would be read here', async () => {
    const parse = createParser(
      () => bundlePath('lib/collect/parse/worker.ts'),
      () => {},
      1_000,
    )
    const here = parseReading(profile, answers, 5)
    expect(await parse(profile, answers, 5, null)).toEqual(here)
    const previous = here.ok ? here.value : null
    const again = await parse(profile, answers, 6, previous)
    expect(again).toEqual(parseReading(profile, answers, 6, previous))
    expect(again.ok && again.value.links).toBe(previous?.links)
  }, 30_000)

  it('gives an error for a thread that breaks, and begins another for the next', async () => {
    const dir = await mkdtemp(path.join(tmpdir(), 'vxscope-parse-'))
    const broken = path.join(dir, 'broken.mjs')
    await writeFile(broken, `throw new Error('broken')`)
    const reported: unknown[] = []
    const paths = [broken, await bundlePath('lib/collect/parse/worker.ts')]
    const parse = createParser(
      async () => paths.shift() ?? '',
      cause => reported.push(cause),
      1_000,
    )
    const first = await parse(profile, answers, 5, null)
    expect(first.ok ? null : first.error.code).toBe('unreadable')
    expect(reported).toHaveLength(1)
    expect((await parse(profile, answers, 5, null)).ok).toBe(true)
    await rm(dir, { recursive: true })
  }, 30_000)
})
