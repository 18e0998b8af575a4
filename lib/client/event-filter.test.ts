import { describe, expect, it } from 'vitest'
import { type EventFilter, eventsUrl, matchesEvent, mergeEvents, parseEventFilter, wholeMac } from './event-filter'
import { anEvent, VYOS01_MAC } from './testing'

const NONE: EventFilter = { mac: null, vni: null, node: null, kind: null }

describe('event filters', () => {
  it('read a whole MAC in any notation, and no part of one', () => {
    expect(wholeMac('8624.26B2.115c')).toBe(VYOS01_MAC)
    expect(wholeMac('86:24')).toBeNull()
  })

  it('leave out of a URL what is no filter', () => {
    expect(parseEventFilter(new URLSearchParams('kind=nonsense&vni=x&node=&mac=86'))).toEqual(NONE)
    const filter = parseEventFilter(new URLSearchParams('kind=gone&vni=42&node=ubuntu&mac=862426b2115c'))
    expect(filter).toEqual({ mac: VYOS01_MAC, vni: 42, node: 'ubuntu', kind: 'gone' })
    expect(eventsUrl(filter, 'c1')).toBe(
      '/api/v1/events?limit=100&mac=86%3A24%3A26%3Ab2%3A11%3A5c&vni=42&node=ubuntu&kind=gone&cursor=c1',
    )
  })

  it.each([
    [{ mac: VYOS01_MAC }, true],
    [{ mac: '00:00:00:00:00:01' }, false],
    [{ vni: 42, node: 'ubuntu', kind: 'gone' as const }, true],
    [{ vni: 43 }, false],
    [{ node: 'vyos01' }, false],
    [{ kind: 'learned' as const }, false],
  ])('%j matches: %s', (filter, matches) => {
    expect(matchesEvent(anEvent('gone', 0), { ...NONE, ...filter })).toBe(matches)
  })
})

describe('mergeEvents', () => {
  it('has each once, newest first', () => {
    const [a, b, c] = [anEvent('learned', 1), anEvent('moved', 2), anEvent('gone', 3)]
    expect(mergeEvents([c, b], [b, a])).toEqual([c, b, a])
  })
})
