import { describe, expect, it } from 'vitest'
import { macDigits, matchesMac } from './mac'
import { searchOverlay } from './search'
import { searchRows } from './search-rows'
import { parseSelection } from './selection'
import { aRow, seedOverlay, seedRows, UBUNTU_MAC, VYOS01_MAC } from './testing'

const ids = (text: string) => searchOverlay(seedOverlay(), text).map(hit => hit.id)

describe('matchesMac', () => {
  it.each(['86:24:26:b2:11:5c', '8624.26b2.115c', '86-24-26-B2-11-5C', '862426b2115c', '24:26', 'B2'])(
    'finds it by %s',
    part => {
      expect(matchesMac(VYOS01_MAC, part)).toBe(true)
    },
  )

  it.each(['86:25', 'vyos', '8', ''])('not by "%s"', part => {
    expect(matchesMac(VYOS01_MAC, part)).toBe(false)
  })

  it('takes no more digits than a MAC has', () => {
    expect(macDigits('862426b2115c0')).toBeNull()
  })
})

describe('searchOverlay', () => {
  it('finds nodes by a part of their name', () => {
    expect(ids('vyos')).toEqual(['node:vyos01', 'node:vyos02'])
  })

  it('finds VTEPs by address', () => {
    expect(ids('10.0.2.25')).toEqual(['vtep:10.0.2.253', 'vtep:10.0.2.254'])
  })

  it.each(['42', 'vni42', 'VNI 42', 'vni:42'])('finds a VNI by "%s", first', text => {
    expect(ids(text)[0]).toBe('vni:42')
  })

  it('finds groups', () => {
    expect(ids('239.1')).toEqual(['group:42:239.1.1.1'])
  })

  it('finds devices on each node, by their entries', () => {
    expect(ids('vxlan0')).toHaveLength(3)
  })

  it('finds nothing for nothing', () => {
    expect(ids('  ')).toEqual([])
  })
})

describe('searchRows', () => {
  it.each(['8624.26b2.115c', '86-24-26-B2-11-5C', '862426b2115c', '86:24'])('finds a MAC by %s', text => {
    expect(searchRows(seedRows(), text).map(hit => hit.id)).toEqual([`mac:42/${VYOS01_MAC}`])
  })

  it('gives a MAC once, however many nodes know it, and says where it is', () => {
    const hits = searchRows(seedRows(), 'd6:ff')
    expect(hits.map(hit => [hit.id, hit.detail])).toEqual([
      [`mac:42/${UBUNTU_MAC}`, 'VNI 42 · learned at ubuntu · known by vyos01, vyos02'],
    ])
  })

  it('finds a bridge by the entries of its ports', () => {
    const rows = [aRow('ubuntu', UBUNTU_MAC, null, { ifname: 'veth1', master: 'br0', vni: null })]
    expect(searchRows(rows, 'br0')).toMatchObject([
      { label: 'br0 on ubuntu', path: '/fdb', params: { q: 'node:ubuntu master:br0' } },
    ])
  })

  it('drops rows of an earlier question', () => {
    expect(searchRows(seedRows(), 'aaaa')).toEqual([])
  })
})

describe('selection', () => {
  it.each([
    ['node:vyos01', { kind: 'node', name: 'vyos01' }],
    ['vtep:red/10.0.2.254', { kind: 'vtep', id: 'vtep:red/10.0.2.254' }],
    ['group:42:239.1.1.1', { kind: 'group', id: 'group:42:239.1.1.1' }],
    ['tunnel:42:fd00::1>fd00::2', { kind: 'tunnel', id: 'tunnel:42:fd00::1>fd00::2' }],
    [`mac:42/${UBUNTU_MAC}`, { kind: 'mac', vni: 42, mac: UBUNTU_MAC }],
  ])('reads %s', (text, selection) => {
    expect(parseSelection(text)).toEqual(selection)
  })

  it.each([null, '', 'node:', 'mac:42', 'mac:x/aa', 'what:ever'])('reads nothing from %s', text => {
    expect(parseSelection(text)).toBeNull()
  })
})
