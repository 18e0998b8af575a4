import type { OptionsAnswer, PresentDevice } from '@/lib/model/node-options'

/** A device on a node, as pages name it in their URL: `ubuntu/vxlan100`. */
export interface DeviceAt {
  node: string
  name: string
}

const onText = (devices: readonly DeviceAt[]): string => devices.map(({ node, name }) => `${node}/${name}`).join(',')

/** The devices that a URL names; a change has each node once, so of a node the first. */
export const parseOn = (text: string | null): DeviceAt[] => {
  const devices = (text ?? '').split(',').flatMap(word => {
    const [node = '', name = ''] = word.split('/')
    return node === '' || name === '' ? [] : [{ node, name }]
  })
  return devices.filter(({ node }, at) => devices.findIndex(other => other.node === node) === at)
}

export const editUrl = (devices: readonly DeviceAt[]): string => `/vxlan/edit?on=${onText(devices)}`
export const deleteUrl = (devices: readonly DeviceAt[]): string => `/vxlan/delete?on=${onText(devices)}`
export const stretchUrl = (vni: number): string => `/vxlan/add?vni=${vni}`

export interface FoundDevices {
  found: { node: string; device: PresentDevice }[]
  /** Named, and not there now. */
  missing: DeviceAt[]
  /** Named, on nodes that don't tell what they have, with the reason. */
  untold: (DeviceAt & { why: string })[]
}

/** The devices named, as their nodes have them. */
export const findDevices = (devices: readonly DeviceAt[], { nodes }: Pick<OptionsAnswer, 'nodes'>): FoundDevices => {
  const known = new Map(nodes.flatMap(({ node, devices }) => devices.map(device => [`${node}/${device.name}`, device])))
  const found = devices.flatMap(({ node, name }) => {
    const device = known.get(`${node}/${name}`)
    return device === undefined ? [] : [{ node, device }]
  })
  const others = devices.filter(({ node, name }) => !known.has(`${node}/${name}`))
  const whyOf = new Map(nodes.flatMap(({ node, why }) => (why === null ? [] : [[node, why] as const])))
  const untold = others.flatMap(device => {
    const why = whyOf.get(device.node)
    return why === undefined ? [] : [{ ...device, why }]
  })
  return { found, missing: others.filter(({ node }) => !whyOf.has(node)), untold }
}

/** `ubuntu, vyos01 and vyos02`. */
export const listWords = (words: readonly string[]): string =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`

/** `vxlan100 on ubuntu and vyos01`; where names differ each by itself. */
export const deviceWords = (devices: readonly DeviceAt[]): string => {
  const names = new Set(devices.map(({ name }) => name))
  const [only] = names
  return names.size === 1
    ? `${only} on ${listWords(devices.map(({ node }) => node))}`
    : listWords(devices.map(({ node, name }) => `${name} on ${node}`))
}
