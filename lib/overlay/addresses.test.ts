import { describe, expect, it } from 'vitest'
import { addressKey, canonicalAddress, isMulticast } from './addresses'

describe('canonicalAddress', () => {
  it.each([
    ['10.0.2.1', '10.0.2.1'],
    ['::ffff:10.0.2.1', '10.0.2.1'],
    ['2001:DB8:0:0::5', '2001:db8::5'],
    ['fe80::1%eth1', 'fe80::1'],
    ['::', '::'],
  ])('of %s is %s', (text, canonical) => expect(canonicalAddress(text)).toBe(canonical))

  it.each(['', 'vyos01', '10.0.2', '10.0.2.256', '010.0.2.1', '0x0a.0.0.1', '10.0.2.1/24', ':::', '1'.repeat(500)])(
    'refuses %j',
    text => expect(canonicalAddress(text)).toBeNull(),
  )
})

describe('isMulticast', () => {
  it.each(['224.0.0.1', '239.255.255.255', 'ff05::100'])('%s is', text => expect(isMulticast(text)).toBe(true))
  it.each(['223.0.0.1', '240.0.0.1', '10.0.2.1', 'fd00::1', 'fe80::1'])('%s is not', text =>
    expect(isMulticast(text)).toBe(false),
  )
})

describe('addressKey', () => {
  it('orders by number, IPv4 first, what is no address last', () => {
    const sorted = ['10.0.2.9', '10.0.2.10', '192.168.0.1', '::1', 'fd00::9', 'fd00::10', 'garbage']
    expect([...sorted].reverse().sort((a, b) => (addressKey(a) < addressKey(b) ? -1 : 1))).toEqual(sorted)
  })
})
