import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type History, openHistory } from '@/lib/history'
import { TraceAnswer } from '@/lib/model/trace'
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

  it('from what is at no node says so, and where to look', async () => {
    const { stdout, stderr } = await run('ff:ff:ff:ff:ff:ff', '42', 'a')
    expect(stdout).toBe('')
    expect(stderr).toContain('from: expected what is known at a node in VNI 42; ff:ff:ff:ff:ff:ff is not\n  `vxscope ')
  })

  it.each([[['a', 'x', 'b']], [['a', '16777216', 'b']], [['a', '42']]])('%j is bad usage', async words => {
    expect((await run(...words)).status).toBe(2)
  })
})

describe('vxscope trace --at', { timeout: SLOW }, () => {
  const NOW = Date.now()
  const iso = (at: number): string => new Date(at).toISOString()

  /** A server that recorded two nodes since a minute ago, and goes on. */
  const recorded = async (): Promise<History> => {
    const opened = await openHistory({ file: path.join(home, 'vxscope.db'), now: () => NOW - 70_000 })
    if (!opened.ok) throw new Error(opened.error.message)
    const a = aSeedNode('a', '10.0.2.1').reading
    const b = aSeedNode('b', '10.0.2.2').reading
    for (const [node, reading] of Object.entries({ a, b })) {
      const keyframe = reading && { node, at: NOW - 60_000, reading: { ...reading, readAt: NOW - 60_000 }, anew: true }
      await opened.value.record({ events: [], keyframes: keyframe ? [keyframe] : [] })
    }
    return opened.value
  }
  beforeEach(() =>
    writeFile(
      path.join(home, 'vxscope.yaml'),
      'history: { file: vxscope.db }\nnodes: [{ name: a, host: 127.0.0.1, port: 1 }, { name: b, host: 127.0.0.1, port: 1 }]',
    ),
  )

  it('asks the history that a server is keeping, and no node', async () => {
    const history = await recorded()
    const { status, stdout, stderr } = await run('a', '42', '02:00:00:00:00:01', '--at', iso(NOW - 59_000), '--json')
    await history.close()
    expect(stderr).toBe('')
    expect(status).toBe(0)
    expect(TraceAnswer.parse(JSON.parse(stdout))).toMatchObject({
      ...{ at: iso(NOW - 59_000), verdict: 'flood', sent: { destinations: ['239.1.1.1'] } },
    })
  })

  it('of a moment in which nobody recorded nothing is concluded', async () => {
    await (await recorded()).close()
    const { status, stdout } = await run('a', '42', '02:00:00:00:00:01', '--at', iso(NOW - 1000))
    expect(status).toBe(0)
    expect(stdout).toContain('what decides is not known')
  })

  it('says when nothing is recorded, or nothing so old', async () => {
    const before = await run('a', '42', 'b', '--at', iso(NOW))
    expect(before).toMatchObject({ status: 2, stdout: '' })
    expect(before.stderr).toContain('There is no history in')
    await (await recorded()).close()
    const { status, stderr } = await run('a', '42', 'b', '--at', '2014-11-22T12:00:00Z')
    expect(status).toBe(2)
    expect(stderr).toContain('The history begins at')
  })

  it.each(['yesterday', '2026-11-22', '2999-01-01T00:00:00Z'])('%s is bad usage', async at => {
    expect((await run('a', '42', 'b', '--at', at)).status).toBe(2)
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
    expect(text).toContain('is flooded, to 239.1.1.1; whether anybody takes it is not known')
    expect(text).toContain('      00:00:00:00:00:00 dev vxlan0 dst 239.1.1.1 via eth1 used 1/2 self permanent')
  })
})
