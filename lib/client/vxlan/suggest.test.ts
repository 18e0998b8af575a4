import { describe, expect, it } from 'vitest'
import { seedOverlay } from '../testing'
import { suggest } from './suggest'
import { heliumOptions, linuxOptions } from './testing'

const overlay = seedOverlay()
const ubuntu = linuxOptions('ubuntu', '10.0.2.1')
const vyos01 = heliumOptions('vyos01', '10.0.2.254')
const other = linuxOptions('other', '10.0.2.7', { names: ['lo', 'eth1', 'vxlan42'] })

describe('suggest', () => {
  it('takes group, port and MTU as the members of the VNI have them', () => {
    const { parts, ...common } = suggest(42, [other], overlay)
    expect(common).toEqual({ flood: 'group', group: '239.1.1.1', port: '8472', mtu: '1450' })
    expect(parts.get('other')).toMatchObject({ name: 'vxlan43', link: 'eth1', persist: 'none' })
  })

  it('gives a new VNI a group of its own beside those in use, and the standard port', () => {
    expect(suggest(100, [ubuntu], overlay)).toMatchObject({ group: '239.1.1.100', port: '4789', mtu: '1450' })
    expect(suggest(257, [ubuntu], overlay).group).toBe('')
  })

  it('takes the port that one of the nodes can’t change', () => {
    expect(suggest(100, [ubuntu, vyos01], overlay).port).toBe('8472')
  })

  it('floods to the other ends where the VNI has no group', () => {
    const members = overlay.vnis.flatMap(each => each.members).map(member => ({ ...member, group: null }))
    const headEnd = { ...overlay, vnis: [{ vni: 42, members }], groups: [] }
    const { flood, parts } = suggest(42, [other, linuxOptions('more', '10.0.2.8')], headEnd)
    expect(flood).toBe('remotes')
    expect(parts.get('other')?.remotes).toBe('10.0.2.1 10.0.2.254 10.0.2.253 10.0.2.8')
  })

  it('leaves room for what VXLAN adds, within what a release takes', () => {
    const [eth1] = ubuntu.underlays
    const jumbo = { ...ubuntu, underlays: eth1 ? [{ ...eth1, mtu: 9000 }] : [] }
    expect(suggest(100, [jumbo], overlay).mtu).toBe('8950')
    expect(suggest(100, [jumbo, ubuntu], overlay).mtu).toBe('1450')
  })

  it('names the device by its VNI, and chooses no underlay that is down or has no address', () => {
    const bare = { ...ubuntu, underlays: [{ ifname: 'eth1', up: true, mtu: 1500, addresses: [], vxlans: 0 }] }
    expect(suggest(100, [bare], overlay).parts.get('ubuntu')).toMatchObject({ name: 'vxlan100', link: '' })
    expect(suggest(null, [ubuntu], overlay).parts.get('ubuntu')?.name).toBe('vxlan1')
  })
})
