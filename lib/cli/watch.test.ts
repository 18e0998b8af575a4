import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { type BusMessage, createBus } from '@/lib/bus'
import type { FdbRow } from '@/lib/model/overlay'
import { buildOverlay } from '@/lib/overlay'
import { aNode, aSeedNode } from '@/lib/overlay/testing'
import { anEvent, aRow, NO_DELTA } from '@/lib/server/stream/testing'
import { fdbWatchCommand, screenOf } from './fdb-watch'
import { createTestIo } from './test-io'
import { localTime, watchCommand } from './watch'

let folder: string
let configFile: string
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'vxscope-watch-'))
  configFile = path.join(folder, 'vxscope.yaml')
  writeFileSync(configFile, 'nodes: []')
})
afterEach(() => rmSync(folder, { recursive: true }))

const aCollector = () => {
  const bus = createBus('abc', 0)
  const stop = vi.fn(async () => {})
  const show = (nodes: Parameters<typeof buildOverlay>[0]) =>
    bus.publish({ ...bus.current(), ...buildOverlay(nodes), at: 0, delta: NO_DELTA, events: [] })
  const publish = (fdb: FdbRow[], { delta = NO_DELTA, events = [] }: Partial<BusMessage> = {}) =>
    bus.publish({ ...bus.current(), at: 0, fdb, delta: { ...delta, fdb: { put: fdb, remove: [] } }, events })
  return { show, publish, stop, start: async () => ({ bus, stop }) }
}

const until = async (isSo: () => boolean): Promise<void> => {
  while (!isSo()) await sleep(5)
}

const linesOf = (text: string) => text.trimEnd().split('\n')

describe('vxscope watch', () => {
  it('prints what happens, a line each, and ends with Ctrl-C', async () => {
    const { io, stdout, interrupt } = createTestIo()
    const { publish, start, stop } = aCollector()
    const ended = watchCommand({ configFile, json: false }, io, async () => {
      setImmediate(() => publish([], { events: [anEvent('1', { text: 'vyos01 learned \x1b[31m.' }), anEvent('2')] }))
      return start()
    })
    await until(() => stdout().includes('\n'))
    interrupt()
    expect(await ended).toBe(0)
    expect(stop).toHaveBeenCalledOnce()
    const lines = linesOf(stdout())
    expect(lines).toHaveLength(2)
    expect(lines[0]).toMatch(
      /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3} [+-]\d\d:\d\d {2}learned +vyos01 learned \\x1b\[31m\.$/,
    )
  })

  it('prints JSON', async () => {
    const { io, stdout, interrupt } = createTestIo()
    const { publish, start } = aCollector()
    const ended = watchCommand({ configFile, json: true }, io, async () => {
      setImmediate(() => publish([], { events: [anEvent('1'), anEvent('2')] }))
      return start()
    })
    await until(() => stdout().includes('\n'))
    interrupt()
    await ended
    expect(linesOf(stdout()).map(line => JSON.parse(line))).toEqual([anEvent('1'), anEvent('2')])
  })

  it('ends when nobody reads on', async () => {
    const { io } = createTestIo()
    const { start, stop } = aCollector()
    const ended = watchCommand({ configFile, json: false }, io, async () => {
      setImmediate(() => io.stdout.emit('error', Object.assign(new Error('gone'), { code: 'EPIPE' })))
      return start()
    })
    expect(await ended).toBe(0)
    expect(stop).toHaveBeenCalledOnce()
  })
})

describe('localTime', () => {
  it('names the moment it was given', () => {
    const iso = '2026-11-22T12:00:00.007Z'
    expect(new Date(localTime(iso).replace(/ ([+-])/, '$1')).toISOString()).toBe(iso)
  })
})

describe('vxscope fdb --watch', () => {
  const given = (json: boolean) => ({ configFile, filter: 'vni:42', json })

  it('draws what is left of each row, in place, and gives the screen back', async () => {
    const { io, stdout, interrupt } = createTestIo({ tty: true })
    const { publish, start } = aCollector()
    const expiresAt = new Date(Date.now() + 100_000).toISOString()
    publish([aRow('a', { expiresAt }), aRow('b', { vni: 43, mac: '02:00:00:00:00:99' })])
    const ended = fdbWatchCommand(given(false), io, start)
    await until(() => stdout().includes('1 m 40 s') && stdout().includes('1 m 39 s'))
    interrupt()
    expect(await ended).toBe(0)
    expect(stdout()).toMatch(/LEFT +STATE/)
    expect(stdout()).not.toContain('02:00:00:00:00:99')
    expect(stdout().endsWith('\x1b[?7h\x1b[?25h\x1b[?1049l')).toBe(true)
  })

  it('counts nothing down that is stale', async () => {
    const { io, stdout, interrupt } = createTestIo({ tty: true })
    const { publish, start } = aCollector()
    publish([aRow('a', { expiresAt: new Date(Date.now() + 100_000).toISOString(), state: 'stale' })])
    const ended = fdbWatchCommand(given(false), io, start)
    await until(() => stdout().includes('stale'))
    interrupt()
    await ended
    expect(stdout()).toMatch(/– +stale/)
  })

  it('writes an answer a line when matching rows change', async () => {
    const { io, stdout, interrupt } = createTestIo()
    const { publish, start } = aCollector()
    const ended = fdbWatchCommand(given(true), io, start)
    await until(() => linesOf(stdout()).length === 1 && stdout() !== '')
    publish([aRow('b', { vni: 43 })])
    publish([aRow('a'), aRow('b', { vni: 43 })])
    await until(() => linesOf(stdout()).length === 2)
    interrupt()
    await ended
    expect(linesOf(stdout()).map(line => JSON.parse(line).total)).toEqual([0, 1])
  })

  it.each([
    ['noed:r1', 'No filter "noed:".', 'Did you mean "node:"?'],
    ['vni:abc', '"vni:abc" can match nothing.', 'After "vni:" stands a whole number'],
  ])('tells what is wrong with the filter %s, a line each', async (filter, message, hint) => {
    const { io, stderr } = createTestIo({ tty: true })
    expect(await fdbWatchCommand({ ...given(false), filter }, io)).toBe(2)
    expect(linesOf(stderr())).toEqual([message, expect.stringContaining(hint)])
  })

  it('writes nothing before anything was read, and then also that there are no rows', async () => {
    const { io, stdout, interrupt } = createTestIo()
    const { show, start } = aCollector()
    show([aNode('a', null), aNode('b', null)])
    let before: string | null = null
    const ended = fdbWatchCommand({ ...given(true), filter: 'vni:7' }, io, async () => {
      setImmediate(() => {
        before = stdout()
        show([aNode('a', null), aSeedNode('b', '10.0.2.1')])
      })
      return start()
    })
    await until(() => before !== null && stdout() !== '')
    interrupt()
    await ended
    expect(before).toBe('')
    expect(linesOf(stdout()).map(line => JSON.parse(line))).toMatchObject([{ total: 0, rows: [] }])
  })

  it('has why a node can not be read on the screen, and not across it', async () => {
    const { io, stdout, stderr, interrupt } = createTestIo({ tty: true })
    const { show, start } = aCollector()
    const error = { code: 'unreachable', message: 'nobody\x1b[2J there', hint: 'Go and look.' } as const
    show(['a', 'b', 'c', 'd'].map(name => aNode(name, null, { error })))
    const ended = fdbWatchCommand(given(false), io, start)
    await until(() => stdout().includes('Ctrl-C'))
    interrupt()
    await ended
    expect(stderr()).toBe('')
    expect(stdout()).toContain('a: unreachable: nobody\\x1b[2J there\x1b[K\r\n  Go and look.')
    expect(stdout()).toContain("1 further node can't be read")
    expect(stdout()).toContain('Nothing read yet · Ctrl-C ends')
  })

  it('draws on terminals that can be drawn on only', async () => {
    const { io, stdout, stderr } = createTestIo({ tty: true })
    expect(await fdbWatchCommand(given(false), { ...io, env: { TERM: 'dumb' } })).toBe(2)
    expect(stderr()).toContain('TERM=dumb')
    expect(stdout()).toBe('')
  })

  it('draws on terminals only', async () => {
    const { io, stderr } = createTestIo()
    expect(await fdbWatchCommand(given(false), io)).toBe(2)
    expect(stderr()).toContain('--json')
  })
})

describe('screenOf', () => {
  it('is never higher than the terminal, and says what it leaves out', () => {
    const screen = screenOf(['1', '2', '3', '4'], 3)
    expect(screen.split('\r\n')).toHaveLength(3)
    expect(screen).toContain('… and 2 more')
    expect(screenOf(['1', '2', '3'], 3)).not.toContain('more')
  })

  it('keeps its foot', () => {
    const lines = screenOf(['1', '2', '3', '4'], 4, ['', 'foot']).split('\r\n')
    expect(lines).toHaveLength(4)
    expect(lines[1]).toContain('… and 3 more')
    expect(lines[3]).toContain('foot')
  })
})
