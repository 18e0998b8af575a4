import { expect, it } from 'vitest'
import { meaningsOf } from './understand'

it.each([
  ['8624.26b2.115c', ['the MAC 86:24:26:b2:11:5c']],
  ['86-24-26-B2-11-5C', ['the MAC 86:24:26:b2:11:5c']],
  ['862426b2115c', ['the MAC 86:24:26:b2:11:5c']],
  ['8624.26b2', ['a part of a MAC, 86:24:26:b2', 'a part of a name']],
  ['10.0.2.254', ['the address 10.0.2.254']],
  ['fd00:0::253', ['the address fd00::253']],
  ['42', ['VNI 42', 'a part of a name']],
  ['vni 42', ['VNI 42', 'a part of a name']],
  ['vyos', ['a part of a name']],
  ['', []],
])('%j is %j', (text, meanings) => expect(meaningsOf(text)).toEqual(meanings))

it('takes the beginning of an address as one', () => {
  expect(meaningsOf('10.0.2')).toContain('the beginning of an address')
  expect(meaningsOf('fd00:')).toContain('the beginning of an address')
})
