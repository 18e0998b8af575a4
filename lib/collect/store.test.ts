import { expect, it } from 'vitest'
import type { Event } from '@/lib/model/event'
import { applyFdbLines, applyFdbReading } from '@/lib/overlay'
import { anEntry, aReading, aVxlanLink, READ_AT } from '@/lib/overlay/testing'
import { newShell } from './node-status'
import { createStore } from './store'

const MAC = '02:00:00:00:00:01'
const S = 1000

it('takes another rule of flapping from the next move on', () => {
  const events: Event[] = []
  let rule = { moves: 5, within: 180 * S }
  const store = createStore(
    publication => events.push(...publication.events),
    () => READ_AT,
    () => rule,
  )
  const sink = store.add(newShell({ name: 'n1' }))
  const reading = aReading({ links: [aVxlanLink('vxlan0', { local: '10.0.0.1' })], fdb: [anEntry(MAC, '10.0.0.9')] })
  sink.step(table => applyFdbReading(table, reading, { startedAt: READ_AT, watched: true }))
  const move = (second: number) => {
    const entry = anEntry(MAC, `10.0.0.${2 + (second % 2)}`)
    sink.step(table => applyFdbLines(table, [{ deleted: false, aged: false, entry }], READ_AT + second * S))
  }
  const flapped = () => events.filter(({ kind }) => kind === 'flapping').length
  for (const second of [1, 2]) move(second)
  expect(flapped()).toBe(0)
  rule = { moves: 3, within: 60 * S }
  move(3)
  expect(flapped()).toBe(1)
})
