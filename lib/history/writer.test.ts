import { expect, it } from 'vitest'
import { historyError } from './error'
import { anEvent, NOON } from './testing'
import type { WorkerPort } from './worker-port'
import { createWriter } from './writer'

/** A disk that takes no write until told to; keeps the lines that it took. */
const createDisk = () => {
  const disk = { isFull: true, lines: [] as string[] }
  const port: WorkerPort = {
    ask: async (name, ask) => {
      if (name !== 'write') throw new Error(`not asked for here: ${name}`)
      if (disk.isFull) return { ok: false, error: historyError('diskFull', 'Full.') }
      if (ask !== null && 'events' in ask) disk.lines.push(...new TextDecoder().decode(ask.events).split('\n'))
      return { ok: true, value: { bytes: 0 } } as never
    },
    end: async () => {},
  }
  return { disk, port }
}

it('marks what the disk did not take once it takes something again, the failed mark included', async () => {
  const { disk, port } = createDisk()
  const writer = createWriter({ port, last: [], bound: 100, onWritten: () => {} })
  for (const at of [NOON, NOON + 5])
    expect((await writer.record({ events: [anEvent(`${at}`, at)], keyframes: [] })).ok).toBe(false)
  disk.isFull = false
  expect((await writer.record({ events: [anEvent('last', NOON + 9)], keyframes: [] })).ok).toBe(true)
  await writer.end()
  expect(disk.lines.map(line => JSON.parse(line).text)).toEqual([
    '2 events of vyos01 were not recorded between 2026-11-22T12:00:00.000Z and 2026-11-22T12:00:00.005Z.',
    'learned',
  ])
  expect(writer.refused.events).toBe(2)
})
