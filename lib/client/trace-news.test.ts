import { expect, it } from 'vitest'
import { Event } from '@/lib/model/event'
import { aFdbRow } from '@/lib/model/testing'
import { concernsTrace } from './trace-news'

const MAC = '02:00:00:00:00:01'

const happened = (over: Partial<Event>) =>
  ({
    type: 'happened',
    id: null,
    event: Event.parse({
      ...{ id: 'e', at: '2026-11-22T12:00:00.000Z', node: 'n', kind: 'learned', reason: null },
      ...{ row: null, from: null, to: null, text: '', ...over },
    }),
  }) as const

it.each([
  ['an entry of its MAC', { row: aFdbRow({ mac: MAC }) }, true],
  ['an entry of another', { row: aFdbRow({ mac: '02:00:00:00:00:02' }) }, false],
  ['a node that is read at last', { kind: 'nodeConnected' }, true],
  ['a device that went down', { kind: 'linkDown' }, true],
  ['a finding', { kind: 'findingOpened' }, false],
] as const)('a trace is made again after %s: %s', (_, over, again) => {
  expect(concernsTrace(happened(over), [MAC, null])).toBe(again)
  // One that could not be made knows no MAC.
  expect(concernsTrace(happened(over), [undefined])).toBe(again && !('row' in over))
})
