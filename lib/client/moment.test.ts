import { describe, expect, it } from 'vitest'
import { carryParams, hasPast, parseMoment } from './moment'

const AT = Date.UTC(2026, 10, 22, 14, 2, 11)

describe('the moment of a URL', () => {
  it.each([
    '2026-11-22T14:02:11.000Z',
    '2026-11-22T14:02:11Z',
    '2026-11-22T15:02:11+01:00',
    '2026-11-22T15:02:11 01:00',
  ])('%s is one', text => expect(parseMoment(text)).toEqual({ kind: 'past', at: AT }))

  it.each([null, ''])('is now where there is none', text => expect(parseMoment(text)).toEqual({ kind: 'now' }))

  it.each(['yesterday', '2026-11-22', '2026-11-22T14:02:11', '1795348931', '2026-13-22T14:02:11Z'])(
    '%s is none',
    text => expect(parseMoment(text)).toEqual({ kind: 'malformed', text }),
  )

  it('goes along to other pages, unless they say their own', () => {
    const here = 'at=2026-11-22T14:02:11Z&vni=42&sel=node:a&q=x'
    expect(carryParams('/fdb?q=dst:10.0.2.1', here)).toBe('/fdb?q=dst:10.0.2.1&at=2026-11-22T14:02:11Z&vni=42')
    expect(carryParams('/fdb?at=2026-11-22T14:00:00Z', here)).toBe('/fdb?at=2026-11-22T14:00:00Z&vni=42')
    expect(carryParams('/', '')).toBe('/')
  })

  it("is not for one node's page", () =>
    expect(['/', '/nodes', '/nodes/ubuntu'].map(hasPast)).toEqual([true, true, false]))
})
