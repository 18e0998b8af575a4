import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { basisOf, expiryOf, observeBasis, vxlanAgeing } from './ageing'

describe('the basis', () => {
  it.each([
    ['6.18.44', 'updated'],
    ['6.15.0-rc1', 'updated'],
    ['7.0.1', 'updated'],
    ['6.14.9', 'used'],
    ['6.1.0-37-amd64', 'used'],
    ['3.3.8-1-586-vyos', 'used'],
    [null, null],
    ['unknown', null],
  ])('of kernel %s is %s', (kernel, basis) => {
    expect(basisOf(kernel, null)).toBe(basis)
  })

  it('is what was observed, whatever the version says', () => {
    expect(basisOf('6.1.0', 'updated')).toBe('updated')
    expect(basisOf(null, 'used')).toBe('used')
  })
})

describe('an observation', () => {
  const alive = (used: number, updated: number, ageing = 300) => observeBasis({ used, updated }, ageing, 'alive')
  const aged = (used: number, updated: number, ageing = 300) => observeBasis({ used, updated }, ageing, 'aged')

  it('of an entry that lives past one clock settles for the other', () => {
    expect([alive(400, 5), alive(5, 400)]).toEqual(['updated', 'used'])
  })

  it('settles nothing where the timer may just be late, or both are past', () => {
    expect([alive(310, 5), alive(400, 400), alive(5, 5)]).toEqual([null, null, null])
    expect([alive(35, 1, 5), alive(25, 1, 5)]).toEqual(['updated', null])
  })

  it('of an entry that aged out with one clock short of it settles for the other', () => {
    expect([aged(300, 20), aged(20, 300), aged(299, 20)]).toEqual(['used', 'updated', 'used'])
    expect([aged(300, 300), aged(20, 20)]).toEqual([null, null])
  })

  it('takes both ages', () => {
    expect(observeBasis({ used: null, updated: 400 }, 300, 'alive')).toBeNull()
  })
})

describe('the expiry', () => {
  const learned = { used: 9, updated: 4 }

  it('counts from the clock it stands on, and bounds what flooring and the timer leave open', () => {
    expect(expiryOf(learned, 100_000, 10, 'updated')).toEqual({
      ...{ at: 105_625, earliest: 105_000, due: 106_000, latest: 106_250 },
    })
    expect(expiryOf(learned, 100_000, 10, 'used')?.at).toBe(100_625)
  })

  it('stands on the learning where that was seen: nothing was floored', () => {
    expect(expiryOf({ used: 0, updated: 0, exact: true }, 100_000, 10, 'updated')).toEqual({
      ...{ at: 110_000, earliest: 109_750, due: 110_000, latest: 110_250 },
    })
  })

  it('may be ten seconds late below ten seconds of ageing', () => {
    expect(expiryOf(learned, 100_000, 9, 'updated')).toMatchObject({ at: 104_625, latest: 115_000 })
  })

  it('is none where something isn’t known', () => {
    expect(expiryOf(learned, 0, null, 'updated')).toBeNull()
    expect(expiryOf(learned, 0, 10, null)).toBeNull()
    expect(expiryOf({ ...learned, used: null }, 0, 10, 'used')).toBeNull()
  })

  it('holds whatever part of a second flooring took', () => {
    const moment = fc.record({ updatedAt: fc.nat(1_000_000), age: fc.nat(300_000), timer: fc.nat(250) })
    fc.assert(
      fc.property(moment, ({ updatedAt, age, timer }) => {
        const readAt = updatedAt + age
        const gone = updatedAt + 300_000 + timer
        const expiry = expiryOf({ ...learned, updated: Math.floor(age / 1000) }, readAt, 300, 'updated')
        expect(Math.abs((expiry?.at ?? 0) - gone)).toBeLessThanOrEqual(626)
        expect(gone).toBeGreaterThanOrEqual(expiry?.earliest ?? Number.POSITIVE_INFINITY)
        expect(gone).toBeLessThanOrEqual(expiry?.latest ?? 0)
      }),
      { seed: 42, numRuns: 200 },
    )
  })

  it('takes an ageing of 0 for the kernel’s default', () => {
    expect([vxlanAgeing(0), vxlanAgeing(20), vxlanAgeing(null)]).toEqual([300, 20, null])
  })
})
