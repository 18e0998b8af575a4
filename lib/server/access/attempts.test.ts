import { describe, expect, it } from 'vitest'
import { createAttempts } from './attempts'

const begun = () => {
  const clock = { now: 0 }
  const attempts = createAttempts(() => clock.now, 100)
  /** Tries without a pause until one is refused; gives how many were taken, and the ms to wait. */
  const tryOn = (name: string, address: string, most = 50) => {
    for (let taken = 0; taken < most; taken += 1) {
      const wait = attempts.begin(name, address)
      if (wait > 0) return { taken, wait }
    }
    return { taken: most, wait: 0 }
  }
  return { clock, attempts, tryOn }
}

describe('login attempts', () => {
  it('wait longer and longer, up to half a minute, for one name', () => {
    const { clock, attempts, tryOn } = begun()
    expect(tryOn('ana', '10.0.0.1')).toEqual({ taken: 5, wait: 1000 })
    const waits = Array.from({ length: 7 }, (_, n) => {
      clock.now += attempts.begin('ana', `10.0.1.${n}`)
      attempts.begin('ana', `10.0.1.${n}`)
      return attempts.begin('ana', `10.0.2.${n}`)
    })
    expect(waits).toEqual([2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000])
  })

  it('are slowed from one address whatever names are tried', () => {
    const { attempts } = begun()
    const waits = Array.from({ length: 11 }, (_, n) => attempts.begin(`user${n}`, '10.0.0.1'))
    expect(waits.slice(0, 10)).toEqual(Array(10).fill(0))
    expect(waits[10]).toBeGreaterThan(0)
  })

  it.each([
    ['one household of IPv6', '2001:db8:1:2:3::4', '2001:db8:1:2:ffff::1'],
    ['IPv4 within IPv6', '::ffff:10.0.0.1', '10.0.0.1'],
  ])('count as of one address from %s', (_, first, second) => {
    const { attempts } = begun()
    for (let n = 0; n < 10; n += 1) attempts.begin(`user${n}`, first)
    expect(attempts.begin('another', second)).toBeGreaterThan(0)
  })

  it('count before it is known how they end, so that many at once are no way around', () => {
    expect(begun().tryOn('ana', '10.0.0.1', 1000).taken).toBe(5)
  })

  it('are forgotten by a success, but not those at other names', () => {
    const { attempts } = begun()
    for (let n = 0; n < 9; n += 1) attempts.begin(`user${n}`, '10.0.0.1')
    attempts.begin('eve', '10.0.0.1')
    attempts.succeed('eve', '10.0.0.1')
    expect(attempts.begin('ana', '10.0.0.1')).toBe(0)
    expect(attempts.begin('ana', '10.0.0.1')).toBeGreaterThan(0)
  })

  it('of others do not lock out whoever has logged in from their place before', () => {
    const { attempts, tryOn } = begun()
    attempts.begin('ana', '10.0.0.1')
    attempts.succeed('ana', '10.0.0.1')
    for (let n = 0; n < 5; n += 1) attempts.begin('ana', `10.9.0.${n}`)
    expect(attempts.begin('ana', '10.9.9.9')).toBeGreaterThan(0)
    expect(tryOn('ana', '10.0.0.1').taken).toBe(5)
  })

  it('are forgotten after a quarter of an hour', () => {
    const { clock, tryOn } = begun()
    tryOn('ana', '10.0.0.1')
    clock.now += 15 * 60_000
    expect(tryOn('ana', '10.0.0.1').taken).toBe(5)
  })

  it('take no more memory however many names and addresses there are', () => {
    const clock = { now: 0 }
    const attempts = createAttempts(() => clock.now, 10)
    for (let n = 0; n < 5; n += 1) attempts.begin('ana', '10.0.0.1')
    for (let n = 0; n < 20; n += 1) attempts.begin(`user${n}`, `10.1.0.${n}`)
    // The oldest had to go for them.
    expect(attempts.begin('ana', '10.0.0.1')).toBe(0)
  })
})
