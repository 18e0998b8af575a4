import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { answerEvents } from './events'
import { type Serving, startServing } from './serving'
import { anEvent, listen, NO_DELTA } from './stream/testing'

let folder: string
let configFile: string
let serving: Serving | null = null

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'vxscope-serving-'))
  configFile = path.join(folder, 'vxscope.yaml')
  vi.spyOn(process.stderr, 'write').mockReturnValue(true)
})
afterEach(async () => {
  await serving?.stop()
  serving = null
  vi.restoreAllMocks()
  rmSync(folder, { recursive: true })
})

const serve = async (inventory: string): Promise<Serving> => {
  writeFileSync(configFile, inventory)
  serving = await startServing(configFile, folder)
  return serving
}

const happen = ({ bus }: Serving, id: string) =>
  bus.publish({ ...bus.current(), delta: NO_DELTA, events: [anEvent(id, { at: new Date().toISOString() })] })

const eventIds = async ({ history }: Serving): Promise<string[]> => {
  const response = await answerEvents(new Request('http://localhost/api/v1/events'), history)
  const { events }: { events: { id: string }[] } = await response.json()
  return events.map(({ id }) => id)
}

describe('startServing', () => {
  it('tells streams what happens, and still knows it after a restart', async () => {
    const first = await serve('nodes: []')
    const client = listen(
      first.stream.connect({}, { lastEventId: null, changes: true, signal: new AbortController().signal }),
    )
    await client.count(1)
    happen(first, 'one')
    expect((await client.until(heard => heard.some(({ event }) => event === 'happened'))).at(-1)).toMatchObject({
      data: { id: 'one' },
    })
    await first.stop()
    expect(await eventIds(await serve('nodes: []'))).toEqual(['one'])
  })

  it('ends its streams with itself', async () => {
    const running = await serve('nodes: []')
    const client = listen(
      running.stream.connect({}, { lastEventId: null, changes: true, signal: new AbortController().signal }),
    )
    await running.stop()
    expect((await client.toEnd()).map(({ event }) => event)).toEqual(['heartbeat'])
  })

  it('keeps the history beside the inventory', async () => {
    await serve('nodes: []')
    expect(existsSync(path.join(folder, 'vxscope.history', 'history.db'))).toBe(true)
  })

  it('serves without a history where none can be kept', async () => {
    const running = await serve('{ history: { file: vxscope.yaml/no.db }, nodes: [] }')
    expect(running.history).toMatchObject({ ok: false, error: { code: 'cannotOpen' } })
    expect(running.bus.current().revision).toBeTruthy()
    expect(running.stream.clients).toBe(0)
  })
})
