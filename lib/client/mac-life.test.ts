import { describe, expect, it } from 'vitest'
import { tellLife } from './mac-life'
import { anEvent, aRow, VYOS01_MAC } from './testing'
import { formatClock } from './time'

const clock = (seconds: number) => formatClock(Date.parse('2026-11-22T14:02:11.000Z') + seconds * 1000)
const at = (dst: string, name: string) => ({ row: aRow('ubuntu', VYOS01_MAC, dst, { dstNodes: [name] }), to: dst })
const told = (...events: ReturnType<typeof anEvent>[]) => tellLife(events.toReversed())

describe('tellLife', () => {
  it('is one sentence from coming to going', () => {
    const events = [anEvent('learned', 0, at('10.0.2.254', 'vyos01')), anEvent('gone', 300, { reason: 'aged' })]
    expect(told(...events)).toEqual([
      '1 node has known it; it never moved.',
      `Learned on ubuntu at vyos01 at ${clock(0)}, aged out 300 s later.`,
    ])
  })

  it('tells moves, and that it has not gone since', () => {
    const events = [
      anEvent('learned', 0, at('10.0.2.254', 'vyos01')),
      anEvent('moved', 20, { ...at('10.0.2.253', 'vyos02'), from: '10.0.2.254' }),
    ]
    expect(told(...events)).toEqual([
      '1 node has known it; it moved once.',
      `Learned on ubuntu at vyos01 at ${clock(0)}, moved to vyos02 20 s later, and not gone since.`,
    ])
  })

  it('keeps nodes apart, and begins anew after each going', () => {
    const events = [
      anEvent('learned', 0, at('10.0.2.254', 'vyos01')),
      anEvent('learned', 1, { ...at('10.0.2.254', 'vyos01'), node: 'vyos02' }),
      anEvent('gone', 9, { reason: 'flushed' }),
      anEvent('learned', 15, at('10.0.2.254', 'vyos01')),
    ]
    expect(told(...events)).toEqual([
      '2 nodes have known it; it never moved.',
      `Learned on ubuntu at vyos01 at ${clock(0)}, flushed 9 s later.`,
      `Learned on vyos02 at vyos01 at ${clock(1)}, and not gone since.`,
      `Learned on ubuntu at vyos01 at ${clock(15)}, and not gone since.`,
    ])
  })

  it('invents no beginning where only the end is known', () => {
    expect(told(anEvent('gone', 0, { reason: 'unknown' }))[1]).toBe(
      `Gone from ubuntu at ${clock(0)}: went while nobody watched.`,
    )
  })

  it('is silent without events', () => expect(tellLife([])).toEqual([]))
})
