import { expect, it } from 'vitest'
import type { FdbEntry } from '@/lib/model/reading'
import { buildOverlay } from '../build/build'
import { aFloodEntry, aNode, anEntry, anUnderlay, aVxlanLink, READ_AT } from '../testing'
import { CheckBook, checkOverlay } from './book'
import { wholeDelta } from './ground'
import { deltaOf, groundOf } from './testing'

const NODES = 100
const ROWS = 100
const addressOf = (index: number): string => `10.${1 + (index >> 8)}.${index & 255}.1`
const macOf = (index: number): string =>
  `02:00:00:${[index >> 16, (index >> 8) & 255, index & 255].map(byte => byte.toString(16).padStart(2, '0')).join(':')}`

const nodes = Array.from({ length: NODES }, (_, index) => {
  const learned: FdbEntry[] = Array.from({ length: ROWS }, (_row, at) => {
    const peer = (index + 1 + (at % 20)) % NODES
    return anEntry(macOf(peer * ROWS + at), addressOf(peer))
  })
  const flood = Array.from({ length: 20 }, (_row, at) => [
    aFloodEntry(addressOf((index + 1 + at) % NODES)),
    aFloodEntry(addressOf((index + NODES - 1 - at) % NODES)),
  ]).flat()
  return aNode(
    `n${index}`,
    {
      links: [
        anUnderlay('eth1', addressOf(index)),
        aVxlanLink(
          'vxlan0',
          { local: addressOf(index) },
          { mac: macOf(0xff0000 + index), addresses: [{ address: '192.0.2.1', prefixlen: 24, scope: 'global' }] },
        ),
      ],
      fdb: [...flood, ...learned],
    },
    { watch: 'stream' },
  )
})

const timed = (run: () => void): number => {
  const start = performance.now()
  run()
  return performance.now() - start
}

it('one row more costs a small part of looking at everything', { timeout: 60_000 }, () => {
  const { readings, ...before } = groundOf(nodes)
  const book = new CheckBook()
  book.take(wholeDelta(before.overlay, before.fdb), readings, READ_AT)
  const full = timed(() => checkOverlay({ ...before, readings, now: READ_AT }))
  const [first, ...rest] = nodes
  const reading = first?.reading
  if (!first || !reading) throw new Error('no node')
  const more = { ...first, reading: { ...reading, fdb: [...reading.fdb, anEntry(macOf(1), addressOf(7))] } }
  const delta = deltaOf(before, buildOverlay([more, ...rest]))
  const one = timed(() => book.take(delta, readings, READ_AT))
  expect(one).toBeLessThan(full / 5)
})

it('many rows are looked at in at least as many steps', () => {
  const { readings, overlay, fdb } = groundOf(nodes)
  const book = new CheckBook()
  const steps = book.taking([wholeDelta(overlay, fdb)], readings, READ_AT)
  let taken = 0
  while (!steps.next().done) taken += 1
  expect(taken).toBeGreaterThan(2 * fdb.length)
})
