import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { aSeedNode } from '@/lib/overlay/testing'
import { trace } from '@/lib/overlay/trace/testing'
import { main } from './main'
import { createTestIo } from './test-io'
import { renderTrace } from './trace'

let home: string
beforeEach(async () => {
  home = await mkdtemp(path.join(tmpdir(), 'vxscope-cli-'))
  await writeFile(path.join(home, 'vxscope.yaml'), 'nodes: [{ name: a, host: 127.0.0.1, port: 1, user: ops }]')
})
afterEach(() => rm(home, { recursive: true }))

const run = async (...words: string[]) => {
  const { io, stdout, stderr } = createTestIo({ home })
  const status = await main(['trace', '-c', path.join(home, 'vxscope.yaml'), ...words], io)
  return { status, stdout: stdout(), stderr: stderr() }
}

/** The command is bundled and loaded when it is first asked for, and other tests run beside. */
const SLOW = 30_000

describe('vxscope trace', { timeout: SLOW }, () => {
  it('from a node that can not be reached is unknown, and makes it 3', async () => {
    const { status, stdout } = await run('a', '42', '02:00:00:00:00:01')
    expect(status).toBe(3)
    expect(stdout).toContain('a to 02:00:00:00:00:01 in VNI 42: may get there: what decides is not known')
  })

  it.each([[['a', 'x', 'b']], [['a', '16777216', 'b']], [['a', '42']]])('%j is bad usage', async words => {
    expect((await run(...words)).status).toBe(2)
  })
})

describe('a trace in words', () => {
  it('says why, and shows the lines', () => {
    const head = { revision: 'a-1', at: '2026-11-22T12:00:00.000Z', now: '2026-11-22T12:00:00.000Z' }
    const found = trace([aSeedNode('a', '10.0.2.1'), aSeedNode('b', '10.0.2.2')], {
      from: 'a',
      to: '02:00:00:00:00:01',
    })
    const text = renderTrace({ ...head, ...found })
    expect(text).toContain('is flooded, to 239.1.1.1')
    expect(text).toContain('      00:00:00:00:00:00 dev vxlan0 dst 239.1.1.1 via eth1 used 1/2 self permanent')
  })
})
