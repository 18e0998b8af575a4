import type { Link } from '@/lib/model/reading'
import type { TraceEnd } from '@/lib/model/trace'
import { canonicalAddress } from '../addresses'
import { normalizeMac } from '../mac'
import type { Device, Scene } from './scene'

/** What an end was called by. */
export interface Named {
  asked: string
  node: string | null
  mac: string | null
  address: string | null
}

const WHOLE_MAC = 17

/** A node by its name, else a MAC in any notation, else an address; `null` for none of these. */
export const nameOf = (scene: Scene, asked: string): Named | null => {
  const named = { asked, node: null, mac: null, address: null }
  if (scene.node(asked)) return { ...named, node: asked }
  const address = canonicalAddress(asked)
  if (address !== null) return { ...named, address }
  const mac = normalizeMac(asked)
  return mac?.length === WHOLE_MAC ? { ...named, mac } : null
}

/** The device of a node that speaks for it in the VNI: one with an address, else the first. */
export const mainDevice = (scene: Scene, node: string): Device | null => {
  const devices = scene.devices(node)
  const speaks = (device: Device) => scene.ownLinks(device).some(({ addresses }) => addresses.length > 0)
  return devices.find(speaks) ?? devices[0] ?? null
}

/** MACs and address of what a node itself is in the VNI; nothing where it only bridges. */
export const ownEnd = (scene: Scene, device: Device): { mac: string | null; address: string | null } => {
  const { canonical } = scene.view(device.node) ?? { canonical: () => null }
  for (const { mac, addresses } of scene.ownLinks(device)) {
    const usable = addresses.filter(({ scope }) => scope !== 'link')[0] ?? addresses[0]
    if (usable) return { mac, address: canonical(usable.address) }
  }
  return { mac: device.bridge ? null : device.link.mac, address: null }
}

/** Nodes that have an address in the VNI on a device of their own, and its MAC. */
export const holdersOf = (scene: Scene, address: string): { node: string; mac: string | null }[] =>
  scene.devices().flatMap(device => {
    const canonical = scene.view(device.node)?.canonical
    const holds = (link: Link) => link.addresses.some(each => canonical?.(each.address) === address)
    const link = scene.ownLinks(device).find(holds)
    return link ? [{ node: device.node, mac: link.mac }] : []
  })

const DEAF = /\b(?:FAILED|INCOMPLETE|NONE)\b/

/** Whether a neighbour entry is one that the stack sends by without asking anew. */
export const isAnswer = ({ mac, state }: { mac: string | null; state: string }): boolean =>
  mac !== null && !DEAF.test(state)

/** What any node that was asked takes an address for, on a device of the VNI. */
const toldBy = (scene: Scene, address: string): string | null => {
  for (const [node, { neighbours }] of scene.input.neighbours) {
    // A device with `proxy` has entries of its own, also as a bridge's port.
    const names = scene
      .devices(node)
      .flatMap(device => [device.link, ...scene.ownLinks(device)].map(({ ifname }) => ifname))
    const found = neighbours.find(each => each.address === address && names.includes(each.ifname) && isAnswer(each))
    if (found) return found.mac
  }
  return null
}

/** MAC and address of an end, from whichever of them it was called by. */
export const resolve = (scene: Scene, named: Named): Pick<TraceEnd, 'asked' | 'mac' | 'address'> => {
  const { asked, node, address } = named
  if (node !== null) {
    const device = mainDevice(scene, node)
    return { asked, ...(device ? ownEnd(scene, device) : { mac: null, address: null }) }
  }
  if (address !== null) return { asked, address, mac: holdersOf(scene, address)[0]?.mac ?? toldBy(scene, address) }
  return { asked, mac: named.mac, address: null }
}
