import type { Evidence } from '@/lib/model/overlay'
import { linkLine, rowLine } from '../checks/witness'
import { lost } from './delivery'
import { isAnswer } from './ends'
import { neighbourLine, suppressLine } from './lines'
import type { Device, Place, Scene } from './scene'

/** Whether a node's bridge or device may answer ARP and neighbour discovery for others, or keep it from going out. */
export const answersForOthers = ({ link, bridge }: Device): boolean =>
  (bridge !== null && link.neighSuppress) || link.vxlan?.proxy === true

export const protocolOf = (address: string): string => (address.includes(':') ? 'neighbour discovery' : 'ARP')

/** What a node does with a request for an address before any of it leaves. `mac`: what it is answered with there. */
export type Request =
  | { by: 'answered'; mac: string; text: string; evidence: Evidence[] }
  | { by: 'dropped' | 'passed'; text: string; evidence: Evidence[] }

const entryOf = (scene: Scene, node: string, address: string, ifnames: readonly string[]) =>
  scene.input.neighbours
    .get(node)
    ?.neighbours.find(each => each.address === address && ifnames.includes(each.ifname) && isAnswer(each))

/**
 * A bridge answers what comes from another port than a suppressing one by an entry that its own stack holds for the address,
 * where its FDB has that MAC (net/bridge/br_arp_nd_proxy.c). In a VLAN the entry is one of a VLAN device on the bridge.
 */
const byBridge = (scene: Scene, { device, own }: Place, address: string): Request | null => {
  const { node, link, bridge } = device
  if (!bridge || !link.neighSuppress || own) return null
  const stack = scene.ownLinks(device).filter(({ ifname }) => !bridge.bridge?.vlanFiltering || ifname !== bridge.ifname)
  const names = stack.map(({ ifname }) => ifname)
  const mac = entryOf(scene, node, address, names)?.mac ?? null
  const [row] = mac === null ? [] : scene.bridgeRows(device, mac)
  const lines = [...suppressLine(scene, node, link), ...neighbourLine(scene, node, address)]
  if (mac === null || !row) {
    const lacking = mac === null ? `no neighbour entry for ${address}` : `no FDB entry for ${mac}`
    const text = `${link.ifname} has neigh_suppress, but ${bridge.ifname} ${lacking} to answer by: a request is flooded.`
    return { by: 'passed', text, evidence: lines }
  }
  const text = `${bridge.ifname} on ${node} answers for ${address}: ${mac} (neigh_suppress). No request leaves.`
  return { by: 'answered', mac, text, evidence: [...lines, ...rowLine(scene, row)] }
}

/** NUD_CONNECTED: a device with `proxy` answers by no other state. */
const CONNECTED = /\b(?:PERMANENT|NOARP|REACHABLE)\b/

/**
 * A device with `proxy` sends no ARP and no neighbour solicitation: it answers by an entry for itself, or drops it
 * (drivers/net/vxlan `arp_reduce`, `neigh_reduce`).
 */
const byDevice = (scene: Scene, { device }: Place, address: string): Request | null => {
  const { node, link } = device
  if (link.vxlan?.proxy !== true) return null
  const entry = entryOf(scene, node, address, [link.ifname])
  const lines = linkLine(scene, node, link)
  const mac = entry && CONNECTED.test(entry.state) ? entry.mac : null
  if (mac === null) {
    const text = `${link.ifname} on ${node} has proxy and no neighbour entry for ${address}: it drops a request.`
    return { by: 'dropped', text, evidence: lines }
  }
  const text = `${link.ifname} on ${node} answers for ${address}: ${mac} (proxy). No request leaves.`
  return { by: 'answered', mac, text, evidence: [...lines, ...neighbourLine(scene, node, address)] }
}

/** `null` where nothing special is done with it, or where nobody asked the node for its entries. */
export const requestFrom = (scene: Scene, place: Place, address: string): Request | null => {
  if (!scene.input.neighbours.has(place.node)) return null
  const bridge = byBridge(scene, place, address)
  return bridge?.by === 'answered' ? bridge : (byDevice(scene, place, address) ?? bridge)
}

/** An ARP answer that a device with `proxy` would have to send: it sends none. Advertisements of IPv6 pass. */
export const answerDropped = (scene: Scene, { device }: Place, address: string): ReturnType<typeof lost> | null => {
  const { node, link } = device
  if (link.vxlan?.proxy !== true || protocolOf(address) !== 'ARP') return null
  const text = `${link.ifname} on ${node} has proxy: it sends no ARP, and the answer is ARP.`
  const evidence = linkLine(scene, node, link)
  return lost(scene, { node, step: 'table', why: 'proxyDrops', text, evidence, findings: [] })
}
