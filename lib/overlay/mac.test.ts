import { describe, expect, it } from 'vitest'
import { normalizeMac } from './mac'

describe('normalizeMac', () => {
  it.each(['86:24:26:b2:11:5c', '86-24-26-B2-11-5C', '8624.26b2.115c', '862426b2115c', ' 86:24:26:B2:11:5c '])(
    'reads %j',
    text => expect(normalizeMac(text)).toBe('86:24:26:b2:11:5c'),
  )

  it('fills up groups that lack their zero', () => expect(normalizeMac('2:0:0:0:b:1')).toBe('02:00:00:00:0b:01'))

  it.each([
    ['86:24', '86:24'],
    ['86-24-', '86:24:'],
    [':11:5c', ':11:5c'],
    ['8624.26', '86:24:26'],
    ['8624.26b', '86:24:26:b'],
    ['8624', '86:24'],
    ['862', '86:2'],
    ['8', '8'],
  ])('gives the part %j as it stands in a MAC', (text, part) => expect(normalizeMac(text)).toBe(part))

  it.each(['', 'vyos01', '10.0.2.253', 'fd00::253', '86:24:26:b2:11:5c:00:01', '862426b2115c0', '86:24-zz', '.', ':'])(
    'refuses %j',
    text => expect(normalizeMac(text)).toBeNull(),
  )
})
