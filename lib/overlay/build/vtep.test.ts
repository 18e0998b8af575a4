import { describe, expect, it } from 'vitest'
import type { Link, Reading, Vxlan } from '@/lib/model/reading'
import { aFloodEntry, aLink, anEntry, anUnderlay, aReading, aVxlanLink } from '../testing'
import { viewOf } from './view'
import { remotesWithoutSource, vtepAddress } from './vtep'

const reading = (vxlan: Partial<Vxlan>, link: Partial<Link> = {}, over: Partial<Reading> = {}) =>
  aReading({ ...over, links: [aVxlanLink('vxlan0', vxlan, link), ...(over.links ?? [])] })

const addressOf = (...of: Parameters<typeof reading>) => {
  const view = viewOf(reading(...of))
  const [link] = view.vxlans
  return link ? vtepAddress(view, link) : undefined
}

const underlay = (...addresses: [string, string][]) => ({
  links: [aLink('eth1', { addresses: addresses.map(([address, scope]) => ({ address, prefixlen: 24, scope })) })],
})
const onEth1 = { link: 'eth1' }

describe('vtepAddress', () => {
  it('is `local` before all else', () => {
    expect(addressOf({ local: '10.0.0.9' }, onEth1, underlay(['10.0.0.1', 'global']))).toBe('10.0.0.9')
  })

  it('is the first address of `dev`', () => {
    expect(addressOf({}, onEth1, underlay(['10.0.0.1', 'global'], ['10.0.0.2', 'global']))).toBe('10.0.0.1')
  })

  it('takes no `local` of zeros for an address', () => {
    expect(addressOf({ local: '0.0.0.0' }, onEth1, underlay(['10.0.0.1', 'global']))).toBe('10.0.0.1')
  })

  it('passes over addresses that are valid on the node alone', () => {
    expect(addressOf({}, { link: 'eth1' }, underlay(['127.0.0.1', 'host'], ['10.0.0.1', 'global']))).toBe('10.0.0.1')
  })

  it('is of the family that the group or remote has', () => {
    const both = underlay(['10.0.0.1', 'global'], ['fe80::1', 'link'], ['fd00::1', 'global'])
    expect(addressOf({ group: 'ff05::100' }, onEth1, both)).toBe('fd00::1')
    expect(addressOf({ remote: 'fd00::2' }, onEth1, both)).toBe('fd00::1')
    expect(addressOf({ group: '239.1.1.1' }, onEth1, both)).toBe('10.0.0.1')
  })

  it('is link-local where IPv6 has nothing wider', () => {
    expect(addressOf({ group: 'ff02::100' }, onEth1, underlay(['fe80::1', 'link']))).toBe('fe80::1')
  })

  it('is the source that routing names, without `local` and `dev`', () => {
    const routes = [{ remote: '10.0.0.2', source: '10.0.0.1', dev: 'eth1' }]
    expect(addressOf({ remote: '10.0.0.2' }, {}, { routes })).toBe('10.0.0.1')
  })

  it('is not known where routing names several sources, another device, or none', () => {
    const route = (remote: string, source: string | null, dev = 'eth1') => ({ remote, source, dev })
    const fdb = [aFloodEntry('10.0.0.2'), aFloodEntry('10.0.0.3')]
    const several = [route('10.0.0.2', '10.0.0.1'), route('10.0.0.3', '10.9.9.9')]
    expect(addressOf({}, {}, { fdb, routes: several })).toBeNull()
    expect(addressOf({}, { link: 'eth2' }, { fdb, routes: [route('10.0.0.2', '10.0.0.1')] })).toBeNull()
    expect(addressOf({}, {}, { fdb, routes: [route('10.0.0.2', null)] })).toBeNull()
    expect(addressOf({}, {}, { fdb })).toBeNull()
  })

  it('is not invented from a device that has no address of the family', () => {
    expect(addressOf({ group: '239.1.1.1' }, onEth1, underlay(['fd00::1', 'global']))).toBeNull()
  })
})

describe('remotesWithoutSource', () => {
  it('asks for the configured remote of a device that tells no address', () => {
    expect(remotesWithoutSource(reading({ remote: '10.0.0.2' }))).toEqual(['10.0.0.2'])
  })

  it('asks nothing where `local` or `dev` tells', () => {
    expect(remotesWithoutSource(reading({ remote: '10.0.0.2', local: '10.0.0.1' }))).toEqual([])
    const links = [anUnderlay('eth1', '10.0.0.1')]
    expect(remotesWithoutSource(reading({ remote: '10.0.0.2' }, onEth1, { links }))).toEqual([])
  })

  it('asks for few of a long flood list, the same ones each time, and for no group', () => {
    const addresses = Array.from({ length: 50 }, (_, index) => `10.0.0.${index + 2}`)
    const fdb = [...addresses.reverse(), '239.1.1.1'].map(dst => aFloodEntry(dst))
    expect(remotesWithoutSource(reading({}, {}, { fdb }))).toEqual(['10.0.0.2', '10.0.0.3', '10.0.0.4', '10.0.0.5'])
  })

  it('asks for learned remotes where nothing else is there, next-hop groups included', () => {
    const fdb = [anEntry('02:00:00:00:00:01', '10.0.0.3'), anEntry('02:00:00:00:00:02', null, { nhid: 7 })]
    const nexthops = [{ id: 7, gateways: ['10.0.0.2'] }]
    expect(remotesWithoutSource(reading({}, {}, { fdb, nexthops }))).toEqual(['10.0.0.2', '10.0.0.3'])
  })
})
