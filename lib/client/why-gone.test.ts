import { describe, expect, it } from 'vitest'
import { anEvent, aRow, VYOS01_MAC } from './testing'
import { whyGone } from './why-gone'

const row = aRow('ubuntu', VYOS01_MAC, '10.0.2.254', { dstNodes: ['vyos01'] })
const elsewhere = aRow('ubuntu', VYOS01_MAC, '10.0.2.253')

describe('whyGone', () => {
  it.each([
    ['aged', 'aged out'],
    ['flushed', 'flushed'],
    ['deviceDown', 'device down'],
    ['deviceDeleted', 'device deleted'],
    ['replaced', 'replaced by another entry'],
    ['unknown', 'went while nobody watched'],
  ] as const)('says %s as "%s"', (reason, words) => {
    expect(whyGone(row, [anEvent('gone', 1, { reason })])).toBe(words)
  })

  it('says where to a MAC has moved, from the event of its new row', () => {
    const moved = anEvent('moved', 1, { row: elsewhere, from: '10.0.2.254', to: '10.0.2.253' })
    expect(whyGone(row, [moved])).toBe('moved to 10.0.2.253')
  })

  it('knows nothing by the events of other nodes, rows and moves', () => {
    const others = [
      anEvent('gone', 1, { node: 'vyos02', reason: 'aged' }),
      anEvent('gone', 1, { row: elsewhere, reason: 'aged' }),
      anEvent('moved', 1, { row: elsewhere, from: '10.0.2.9', to: '10.0.2.253' }),
    ]
    expect(whyGone(row, others)).toBeNull()
  })

  it('believes the last event', () => {
    const events = [anEvent('gone', 1, { reason: 'aged' }), anEvent('gone', 9, { reason: 'flushed' })]
    expect(whyGone(row, events)).toBe('flushed')
  })
})
