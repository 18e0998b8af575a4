import { describe, expect, it } from 'vitest'
import { deviceWords, editUrl, findDevices, parseOn } from './devices'
import { aDevice, linuxOptions } from './testing'

const on = [
  { node: 'ubuntu', name: 'vxlan100' },
  { node: 'vyos01', name: 'vxlan100' },
]

describe('devices of a URL', () => {
  it('are read as they were written, each node once', () => {
    expect(parseOn(editUrl(on).split('on=')[1] ?? '')).toEqual(on)
    expect(parseOn('ubuntu/vxlan0,ubuntu/vxlan1,,x/,/y')).toEqual([{ node: 'ubuntu', name: 'vxlan0' }])
    expect(parseOn(null)).toEqual([])
  })

  it('are told in words', () => {
    expect(deviceWords(on)).toBe('vxlan100 on ubuntu and vyos01')
    expect(deviceWords([...on.slice(0, 1), { node: 'vyos01', name: 'vxlan7' }])).toBe(
      'vxlan100 on ubuntu and vxlan7 on vyos01',
    )
  })

  it('are found where their nodes have them, and missed where not', () => {
    const nodes = [linuxOptions('ubuntu', '10.0.2.1', { devices: [aDevice({ name: 'vxlan100' })] })]
    const { found, missing } = findDevices(on, { nodes })
    expect(found.map(({ node, device }) => `${node}/${device.name}`)).toEqual(['ubuntu/vxlan100'])
    expect(missing).toEqual(on.slice(1))
  })

  it('are not called missing where the node does not tell', () => {
    const why = 'It could not be reached.'
    const { missing, untold } = findDevices(on, {
      nodes: [linuxOptions('ubuntu', '10.0.2.1'), linuxOptions('vyos01', '10.0.2.254', { limits: null, why })],
    })
    expect(missing).toEqual(on.slice(0, 1))
    expect(untold).toEqual([{ ...on[1], why }])
  })
})
