import { describe, expect, it } from 'vitest'
import type { Event } from '@/lib/model/event'
import { createFindingTimes, findingIdOf } from './finding-times'

const ID = 'mtuPeers/vni:42'
const START = Date.UTC(2026, 10, 22, 12)
const iso = (minutes: number): string => new Date(START + minutes * 60_000).toISOString()

const event = (kind: 'findingOpened' | 'findingClosed', minutes: number): Event => {
  const at = iso(minutes)
  return {
    id: `event:${at}/r1/${kind}/${ID}`,
    at,
    node: 'r1',
    kind,
    reason: null,
    row: null,
    from: null,
    to: null,
    text: '',
  }
}
const opened = (minutes: number) => event('findingOpened', minutes)
const closed = (minutes: number) => event('findingClosed', minutes)

describe('finding times', () => {
  it('names the finding that an event is of', () => {
    expect(findingIdOf(opened(0))).toBe(ID)
    expect(findingIdOf({ id: `event:${iso(0)}/r1/learned/x` })).toBeNull()
  })

  it('count how often it was found, and when before', () => {
    const times = createFindingTimes([opened(-90), closed(-80), opened(-60), closed(-50)], START)
    times.take([opened(10)])
    expect(times.of({ id: ID, since: iso(10) })).toEqual({
      since: iso(10),
      times: 3,
      before: [
        { from: iso(-60), to: iso(-50) },
        { from: iso(-90), to: iso(-80) },
      ],
    })
  })

  it('a restart is no end of what is found again right after it', () => {
    const times = createFindingTimes([opened(-60)], START)
    times.take([opened(1)])
    expect(times.of({ id: ID, since: iso(0.9) })).toEqual({ since: iso(-60), times: 1, before: [] })
  })

  it('it goes on only where it was open before the start, soon after it, until it is closed', () => {
    const times = createFindingTimes([opened(-60)], START)
    const goesOn = (minutes: number, id = ID) => times.goesOn(id, START + minutes * 60_000)
    expect([goesOn(1), goesOn(30), goesOn(1, 'mtuPeers/vni:43')]).toEqual([true, false, false])
    times.take([closed(1)])
    expect(goesOn(2)).toBe(false)
    expect(createFindingTimes([opened(-60), closed(-50)], START).goesOn(ID, START)).toBe(false)
  })

  it('what was open at a stop and is found much later was mended in between, nobody saw when', () => {
    const times = createFindingTimes([opened(-60)], START)
    times.take([opened(30)])
    expect(times.of({ id: ID, since: iso(30) })).toEqual({
      since: iso(30),
      times: 2,
      before: [{ from: iso(-60), to: null }],
    })
  })

  it('what was never found before is found once', () => {
    expect(createFindingTimes([], START).of({ id: ID, since: iso(0) })).toEqual({ since: iso(0), times: 1, before: [] })
  })
})
