import type { FdbRow } from '@/lib/model/overlay'
import { type Family, familyOf } from '../addresses'
import { carrierOf, isDead } from '../checks/carrier'
import { linkLine, rowLine, stateLine } from '../checks/witness'
import { vtepId } from '../identity'
import { type Delivery, type Frame, hop, lost, ofDevice, ofVni } from './delivery'
import { macLine } from './lines'
import { BROADCAST, type Device, type Place, type Scene } from './scene'

/** A frame on the underlay, at one of the nodes that it is for. */
export interface Packet {
  /** Outer source; `null` where it isn't known. */
  source: string | null
  /** Outer destination. */
  address: string
  underlay: string
  vni: number | null
  port: number | null
  frame: Frame
  /** Where the wanted MAC is, by all that is known. */
  places: readonly Place[]
}

const at = (device: Device): string => `${device.link.ifname} on ${device.node}`

/** What the bridge there does with it, or the node itself. */
const deliver = (scene: Scene, device: Device, { frame, places }: Packet): Delivery => {
  const { node, link, bridge } = device
  if (frame.wanted === BROADCAST) {
    const hops = [hop(node, 'deliver', 'here', `${node} takes it, as all do.`)]
    return { outcome: 'here', hops, broken: null, place: null }
  }
  const here = places.find(place => place.node === node) ?? null
  const elsewhere = places.filter(place => place.node !== node && scene.isLive(place.node))
  const wanted = frame.wanted ?? frame.mac
  const own = scene.ownLinks(device).find(({ mac }) => mac !== null && mac === wanted)
  if (own) {
    const text = `${own.ifname} on ${node} has ${wanted} itself.`
    const hops = [hop(node, 'deliver', 'here', text, own.ifname, macLine(scene, node, own))]
    return { outcome: 'here', hops, broken: null, place: here }
  }
  const misled = (evidence = linkLine(scene, node, link)): Delivery => {
    const known = elsewhere.map(place => place.node).join(', ')
    const why = known === '' ? 'notThere' : 'staleEntry'
    const text =
      known === ''
        ? `${node} hasn’t got ${wanted}, and no bridge that could pass it on.`
        : `${node} hasn’t got ${wanted}: it is at ${known}.`
    const findings = [`staleEntry/mac:${scene.vni}/${wanted}/`, `staleEntry/mac:${scene.vni}/${wanted}`]
    return { outcome: 'lost', place: null, ...lost(scene, { node, step: 'deliver', why, text, evidence, findings }) }
  }
  if (!bridge) return misled()
  const rows = scene.bridgeRows(device, wanted)
  const row = rows.find(({ ifname }) => ifname !== link.ifname && ifname !== bridge.ifname)
  if (row) {
    const text = `${bridge.ifname} has ${wanted} behind ${row.ifname}.`
    const hops = [hop(node, 'deliver', 'here', text, row.ifname, rowLine(scene, row))]
    return { outcome: 'here', hops, broken: null, place: here }
  }
  const back = rows.find(({ ifname }) => ifname === link.ifname)
  if (back && frame.mac !== BROADCAST) return misled(rowLine(scene, back))
  if (elsewhere.length > 0) return misled()
  const text = `${bridge.ifname} doesn’t know ${wanted}: it goes to every port, and nobody has been heard there.`
  const hops = [hop(node, 'deliver', 'flood', text, null, linkLine(scene, node, bridge))]
  return { outcome: 'maybe', hops, broken: null, place: null }
}

/**
 * The kernel takes no frame from another end than a fixed entry names for its sender (drivers/net/vxlan `vxlan_snoop`), where
 * it learns at all.
 */
const fixedElsewhere = (scene: Scene, device: Device, { source, frame }: Packet): FdbRow | undefined =>
  device.learning === false || source === null || frame.source === null
    ? undefined
    : scene
        .tableRows(device, frame.source)
        .find(({ kind, dst }) => (kind === 'static' || kind === 'permanent') && dst !== null && dst !== source)

/**
 * The family that a packet came by, where a device doesn't hear it: it has a socket of the family of its addresses, an
 * `external` one of both (drivers/net/vxlan `vxlan_sock_add`).
 */
const otherFamily = ({ link: { vxlan } }: Device, { address }: Packet): Family | null => {
  const own = vxlan?.local ?? vxlan?.group ?? vxlan?.remote ?? null
  if (vxlan?.external || own === null) return null
  return familyOf(own) === familyOf(address) ? null : familyOf(address)
}

/** A packet that has come to a node's device in its VNI: whether it takes it, and what it does then. */
const take = (scene: Scene, device: Device, packet: Packet): Delivery => {
  const { node, link } = device
  const nothing = { outcome: 'lost', place: null } as const
  const lines = [...linkLine(scene, node, link)]
  if (!link.up) {
    const text = `${at(device)} is down: it takes nothing.`
    const evidence = stateLine(scene, node, link)
    const findings = [ofDevice('deviceDown', device)]
    return { ...nothing, ...lost(scene, { node, step: 'arrive', why: 'deviceDown', text, evidence, findings }) }
  }
  const view = scene.view(node)
  const carrier = view && carrierOf(view, link)
  if (carrier && isDead(carrier)) {
    const text = `${carrier.ifname} on ${node} ${carrier.up ? 'has no carrier' : 'is down'}: nothing reaches ${link.ifname}.`
    const evidence = stateLine(scene, node, carrier)
    const findings = [ofDevice('underlayDown', device)]
    return { ...nothing, ...lost(scene, { node, step: 'arrive', why: 'underlayDown', text, evidence, findings }) }
  }
  if (packet.port !== null && device.port !== null && packet.port !== device.port) {
    const text = `${at(device)} listens on UDP port ${device.port}; this is sent to ${packet.port}.`
    const findings = ofVni('portMismatch', scene.vni)
    return { ...nothing, ...lost(scene, { node, step: 'arrive', why: 'portDiffers', text, evidence: lines, findings }) }
  }
  const other = otherFamily(device, packet)
  if (other !== null) {
    const text = `${at(device)} listens to ${other === 'ipv4' ? 'IPv6' : 'IPv4'} alone; this is sent to ${packet.address}.`
    const findings = ofVni('familyMixed', scene.vni)
    return { ...nothing, ...lost(scene, { node, step: 'arrive', why: 'otherFamily', text, evidence: lines, findings }) }
  }
  if (packet.source !== null && scene.vtep(vtepId(packet.underlay, packet.source))?.nodes.includes(node)) {
    const text = `${node} has ${packet.source} itself: its kernel drops what seems to come from its own address.`
    const findings = [`addressTwice/${vtepId(packet.underlay, packet.source)}`]
    return { ...nothing, ...lost(scene, { node, step: 'arrive', why: 'ownSource', text, evidence: lines, findings }) }
  }
  // drivers/net/vxlan `vxlan_set_mac`: packet loops, and what it has sent to its own group.
  if (packet.frame.source !== null && packet.frame.source === link.mac) {
    const text = `${at(device)} has ${link.mac} itself: its kernel takes the frame for its own that came back, and drops it.`
    const findings = [`macTwice/mac:${scene.vni}/${link.mac}`]
    return { ...nothing, ...lost(scene, { node, step: 'arrive', why: 'ownMac', text, evidence: lines, findings }) }
  }
  const fixed = fixedElsewhere(scene, device, packet)
  if (fixed) {
    const text = `${at(device)} has ${fixed.mac} fixed at ${fixed.dst}: it drops what comes from it by ${packet.source}.`
    const evidence = rowLine(scene, fixed)
    const findings = [`staleEntry/mac:${scene.vni}/${fixed.mac}/`]
    return { ...nothing, ...lost(scene, { node, step: 'arrive', why: 'staticElsewhere', text, evidence, findings }) }
  }
  const port = device.port === null ? ' (it doesn’t tell its port)' : ` on port ${device.port}`
  const words = `${at(device)} is in VNI ${packet.vni ?? scene.vni} and takes it${port}.`
  const delivered = deliver(scene, device, packet)
  return { ...delivered, hops: [hop(node, 'arrive', 'goes', words, link.ifname, lines), ...delivered.hops] }
}

/** A packet at one node. `heard`: it came to a group that the node is known to be in. */
export const arriveAt = (scene: Scene, node: string, packet: Packet): Delivery => {
  const unknown = (text: string): Delivery => ({
    ...{ outcome: 'unknown', broken: null, place: null },
    hops: [hop(node, 'arrive', 'unknown', text)],
  })
  if (!scene.isLive(node)) return unknown(`${node} isn’t read now: what it does with the frame isn’t known.`)
  if (packet.vni !== null && packet.vni !== scene.vni) {
    if (scene.isIn(node, packet.vni))
      return unknown(`The entry sends it in VNI ${packet.vni}: what ${node} does there is another trace.`)
    const text = `It comes to ${node} in VNI ${packet.vni}, which no device there is in: its kernel drops the frame.`
    const broken = lost(scene, { node, step: 'arrive', why: 'otherVni', text, evidence: [], findings: [] })
    return { outcome: 'lost', place: null, ...broken }
  }
  const devices = scene.devices(node).filter(({ underlay }) => underlay === packet.underlay)
  const wanted = packet.places.find(place => place.node === node)?.device
  const device = devices.find(each => each === wanted) ?? devices[0]
  if (device) return take(scene, device, packet)
  const text = `${node} has ${packet.address} and no device in VNI ${scene.vni}: its kernel drops the frame.`
  const findings = [...ofVni('vniAlone', scene.vni), ...ofVni('ghostVtep', scene.vni)]
  const evidence = [] as const
  return {
    ...{ outcome: 'lost', place: null },
    ...lost(scene, { node, step: 'arrive', why: 'noDevice', text, evidence, findings }),
  }
}

/** A packet to one address: to whoever has it. */
export const arriveByUnicast = (scene: Scene, packet: Packet): Delivery => {
  const vtep = vtepId(packet.underlay, packet.address)
  const owners = scene.vtep(vtep)?.nodes ?? []
  const [owner, ...twins] = owners
  const unknown = (text: string): Delivery => ({
    ...{ outcome: 'unknown', broken: null, place: null },
    hops: [hop('', 'arrive', 'unknown', text, packet.address)],
  })
  if (owner === undefined) {
    const unread = scene.unread.length === 0 ? '' : ` (${scene.unread.join(', ')} never read)`
    return unknown(`No node of the inventory has ${packet.address}${unread}: what is there isn’t known.`)
  }
  if (twins.length > 0)
    return unknown(`${owners.join(' and ')} both have ${packet.address}: which of them gets it the underlay decides.`)
  return arriveAt(scene, owner, packet)
}
