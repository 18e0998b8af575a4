import { describe, expect, it } from 'vitest'
import { Inventory } from '@/lib/model/inventory'
import { addressOf, bearerOf, cookieOf, isForwarded, isSecure } from './asked'

const settings = (over: object = {}) => Inventory.parse({ access: over }).access

describe('where a request comes from', () => {
  const from = (peer: string, forwarded?: string, proxies: string[] = []) =>
    addressOf({ peer, headers: forwarded === undefined ? {} : { 'x-forwarded-for': forwarded } }, settings({ proxies }))

  it.each([
    ['nothing but the connection is believed', '10.0.0.9', '1.2.3.4', [], '10.0.0.9'],
    ['a proxy of ours is', '127.0.0.1', '1.2.3.4', ['127.0.0.1'], '1.2.3.4'],
    ['not what was in the header before', '127.0.0.1', '6.6.6.6, 1.2.3.4', ['127.0.0.1'], '1.2.3.4'],
    ['a row of ours', '::ffff:127.0.0.1', '6.6.6.6, 1.2.3.4, 10.0.0.2', ['127.0.0.1', '10.0.0.2'], '1.2.3.4'],
    ['a proxy that says nothing', '127.0.0.1', undefined, ['127.0.0.1'], '127.0.0.1'],
    ['IPv4 within IPv6', '::ffff:10.0.0.9', undefined, [], '10.0.0.9'],
  ])('%s', (_, peer, header, proxies, address) => expect(from(peer, header, proxies)).toBe(address))

  it('is a proxy, where a header of one says so', () => {
    expect(isForwarded({ headers: { 'x-forwarded-for': '1.2.3.4' } })).toBe(true)
    expect(isForwarded({ headers: { host: 'localhost' } })).toBe(false)
  })

  it('is https where it was opened by an origin that is', () => {
    const { origins } = settings({ origins: ['https://vx.example', 'http://plain.example'] })
    const opened = (host: string) => isSecure({ headers: { host } }, settings({ origins }))
    expect(['vx.example', 'VX.example', 'plain.example', '127.0.0.1:3000'].map(opened)).toEqual([
      true,
      true,
      false,
      false,
    ])
  })
})

describe('what a request shows', () => {
  it('is the first cookie of that very name', () => {
    const headers = { cookie: 'xvxscope=no; vxscope=one; vxscope=two' }
    expect(cookieOf({ headers }, 'vxscope')).toBe('one')
    expect(cookieOf({ headers }, '__Host-vxscope')).toBeNull()
  })

  it.each([
    [undefined, null],
    ['Bearer vxs_a', 'vxs_a'],
    ['bearer  vxs_a ', 'vxs_a'],
    ['Basic YTpi', ''],
    ['Bearer', ''],
    ['Bearer a b', ''],
  ])('%j is %j', (authorization, token) =>
    expect(bearerOf({ headers: authorization === undefined ? {} : { authorization } })).toBe(token),
  )
})
