import { describe, expect, it } from 'vitest'
import { createBus } from '@/lib/bus'
import type { Batch, HistoryResult, Recorded } from '@/lib/history'
import type { Event } from '@/lib/model/event'
import type { Reading } from '@/lib/model/reading'
import { aReading } from '@/lib/overlay/testing'
import { startRecorder } from './recorder'
import { anEvent, NO_DELTA } from './stream/testing'

const FULL: HistoryResult<Recorded> = { ok: false, error: { code: 'queueFull', message: 'Full.', hint: 'Wait.' } }
const FINE: HistoryResult<Recorded> = { ok: true, value: { events: 0, keyframes: 0 } }

const record = (readings: [string, Reading][] = []) => {
  const bus = createBus('abc', 0)
  const publish = (next: [string, Reading][], events: Event[] = []) =>
    bus.publish({ ...bus.current(), at: 0, readings: new Map(next), delta: NO_DELTA, events })
  publish(readings)
  const batches: Batch[] = []
  const said: string[] = []
  const removed: [readonly string[], number][] = []
  const answers: HistoryResult<Recorded>[] = []
  const clock = { now: 0 }
  const stop = startRecorder({
    bus,
    history: {
      record: async batch => {
        batches.push(batch)
        return answers.shift() ?? FINE
      },
      remove: async (nodes, at) => {
        removed.push([nodes, at])
        return { ok: true, value: null }
      },
    },
    report: message => said.push(message),
    now: () => clock.now,
  })
  const nodes = () => batches.map(({ keyframes }) => keyframes.map(({ node }) => node))
  return { bus, removed, publish, batches, nodes, said, answers, clock, stop }
}

describe('recorder', () => {
  it('begins with the readings there are', () => {
    expect(record([['vyos01', aReading()]]).nodes()).toEqual([['vyos01']])
  })

  it('records what happened in its order, with the readings that are new', () => {
    const { publish, batches } = record()
    const reading = aReading({ readAt: 7 })
    publish([['vyos01', reading]], [anEvent('1'), anEvent('2')])
    expect(batches).toEqual([
      { events: [anEvent('1'), anEvent('2')], keyframes: [{ node: 'vyos01', at: 7, reading, anew: true }] },
    ])
  })

  it('offers a reading once', () => {
    const { publish, nodes } = record()
    const [one, other] = [aReading(), aReading()]
    publish([['vyos01', one]])
    publish([
      ['vyos01', one],
      ['ubuntu', other],
    ])
    publish([
      ['vyos01', aReading()],
      ['ubuntu', other],
    ])
    expect(nodes()).toEqual([['vyos01'], ['ubuntu'], ['vyos01']])
  })

  it("says of a node's first reading alone that no events told what is in it", () => {
    const { publish, batches } = record([['vyos01', aReading()]])
    publish([['vyos01', aReading()]])
    publish([])
    publish([['vyos01', aReading()]])
    expect(batches.flatMap(({ keyframes }) => keyframes.map(({ anew }) => anew ?? false))).toEqual([true, false, true])
  })

  it('records nothing where nothing was', () => {
    const { publish, batches } = record()
    publish([])
    expect(batches).toEqual([])
  })

  it('says once that recording fails, and what is missing when it has gone well again for a while', async () => {
    const { publish, said, answers, clock } = record()
    const answered = async (...given: HistoryResult<Recorded>[]) => {
      answers.push(...given)
      for (const _ of given) publish([], [anEvent('1'), anEvent('2')])
      await new Promise(resolve => setImmediate(resolve))
    }
    await answered(FINE, FULL, FULL, FINE, FULL, FINE)
    expect(said).toEqual(['What happens is not recorded: Full. Wait.'])
    clock.now += 10_000
    await answered(FINE, FINE)
    expect(said.slice(1)).toEqual(['The history records again; 6 events were not recorded.'])
  })

  it('tells which nodes were taken out of the inventory, and when', () => {
    const { bus, removed } = record()
    const delta = { ...NO_DELTA, nodes: { put: [], remove: ['vyos02'] } }
    bus.publish({ ...bus.current(), at: 7, delta, events: [] })
    expect(removed).toEqual([[['vyos02'], 7]])
  })

  it('ends when told', () => {
    const { publish, batches, stop } = record()
    stop()
    publish([], [anEvent('1')])
    expect(batches).toEqual([])
  })
})
