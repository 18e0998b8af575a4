import type { FdbRow } from '@/lib/model/overlay'
import type { Hop, Sent, TraceWay } from '@/lib/model/trace'
import { familyOf, isMulticast } from '../addresses'
import { carrierOf, isDead } from '../checks/carrier'
import { OVERHEAD } from '../checks/members'
import { LINES, linkLine, rowLine, stateLine } from '../checks/witness'
import { ALL_ZERO_MAC } from '../mac'
import { type Frame, hop, lost, ofDevice } from './delivery'
import { macLine, vlanHop } from './lines'
import { BROADCAST, type Device, type Place, type Scene } from './scene'

export const NOTHING_SENT: Sent = {
  ...{ by: 'nothing', destinations: [], source: null, port: null, vni: null, device: null },
}

/** What a device does with a frame, up to the wire. */
export interface Sending {
  sent: Sent
  hops: Hop[]
  broken: TraceWay['broken']
  /** The port of the sender's own bridge that has the MAC: then nothing need leave. */
  local: string | null
}

/** An entry that the frame itself has taught the device, before anybody could have read it. */
export interface Taught {
  dst: string
}

/** The sender's bridge: which port. Without an entry all of them, and the VXLAN device is one. */
const bridgeHop = (scene: Scene, device: Device, { mac }: Frame, taught: Taught | null): [Hop, string | null] => {
  const { node, link, bridge } = device
  const name = bridge?.ifname ?? ''
  if (mac === BROADCAST)
    return [hop(node, 'bridge', 'flood', `${name} passes broadcast on to every port.`, link.ifname), null]
  const rows = scene.bridgeRows(device, mac)
  const row = rows.find(({ ifname }) => ifname !== link.ifname) ?? rows[0]
  if (taught && (!row || row.kind === 'learned')) {
    const text = `${name} has just learned ${mac} behind ${link.ifname}.`
    return [hop(node, 'bridge', 'goes', text, link.ifname), null]
  }
  if (!row) {
    const text = `${name} has no entry for ${mac}: it goes to every port, ${link.ifname} among them.`
    return [hop(node, 'bridge', 'flood', text, link.ifname), null]
  }
  const local = row.ifname === link.ifname ? null : row.ifname
  const text = `${name} has ${mac} behind ${row.ifname}${local === null ? '' : ': it stays on the node'}.`
  return [hop(node, 'bridge', local === null ? 'goes' : 'here', text, row.ifname, rowLine(scene, row)), local]
}

const destinationsOf = (scene: Scene, rows: readonly FdbRow[]): string[] => [
  ...new Set(
    rows.flatMap(row => {
      if (row.dst !== null) return [row.dst]
      const nexthops = scene.view(row.node)?.reading.nexthops.find(({ id }) => id === row.nhid)?.gateways ?? []
      return nexthops.map(gateway => scene.view(row.node)?.canonical(gateway) ?? gateway)
    }),
  ),
]

const listed = (addresses: readonly string[]): string =>
  addresses.length > 4 ? `${addresses.slice(0, 3).join(', ')} and ${addresses.length - 3} more` : addresses.join(', ')

/** By which entry of its table a VXLAN device sends, as the kernel looks it up: the MAC's, else the all-zero one. */
const tableHop = (
  scene: Scene,
  device: Device,
  { mac }: Frame,
  taught: Taught | null,
): { hop: Hop; rows: FdbRow[]; by: Sent['by']; destinations: string[] } => {
  const { node, link } = device
  const own = scene.tableRows(device, mac)
  const fixed = own.filter(({ kind }) => kind === 'static' || kind === 'permanent')
  if (taught && fixed.length === 0) {
    const known = own.find(({ dst }) => dst === taught.dst)
    const text = known
      ? `${link.ifname} has learned ${mac} at ${taught.dst}: unicast.`
      : `${link.ifname} has just learned ${mac} at ${taught.dst} from that frame: unicast.`
    const evidence = known ? rowLine(scene, known) : []
    return {
      hop: hop(node, 'table', 'unicast', text, taught.dst, evidence),
      ...{ rows: [], by: 'unicast', destinations: [taught.dst] },
    }
  }
  const rows = own.length > 0 ? own : scene.tableRows(device, ALL_ZERO_MAC)
  const destinations = destinationsOf(scene, rows)
  const evidence = rows.slice(0, LINES).flatMap(row => rowLine(scene, row))
  if (own.length > 0 && mac !== BROADCAST) {
    const at = own.length === 1 && destinations.length > 1 ? `one of ${listed(destinations)}` : listed(destinations)
    const text = `${link.ifname} has an entry for ${mac}, ${own[0]?.kind ?? ''}: unicast to ${at}.`
    return {
      hop: hop(node, 'table', 'unicast', text, destinations[0] ?? null, evidence),
      ...{ rows, by: 'unicast', destinations },
    }
  }
  const why = mac === BROADCAST ? 'Broadcast' : `${link.ifname} has no entry for ${mac}:`
  const groups = destinations.filter(isMulticast)
  const to = groups.length > 0 ? `the group ${groups.join(', ')}` : `each of its flood list: ${listed(destinations)}`
  const text = `${why} ${mac === BROADCAST ? 'goes' : 'it is flooded'} to ${to}.`
  return {
    hop: hop(node, 'table', 'flood', text, destinations[0] ?? null, evidence),
    ...{ rows, by: 'flood', destinations },
  }
}

/** What is too large for what is below: without `df` the kernel cuts the outer packet, unless the inner one forbids it. */
const sizeWords = ({ mtu, vxlan }: Device['link'], below: number | null, to: string): string => {
  const room = below === null ? null : below - OVERHEAD[familyOf(to)]
  if (room === null || mtu === null || mtu <= room) return ''
  const cut = vxlan?.df === 'set' || vxlan?.df === 'inherit' ? '' : ': they leave in fragments, or the sender is told'
  return ` IP packets above ${room} bytes don’t fit${cut}.`
}

/** From a place to the wire: bridge, VLAN, table, underlay. */
export const send = (scene: Scene, { device, port, own }: Place, frame: Frame, taught: Taught | null): Sending => {
  const { node, link, bridge } = device
  const begin = own
    ? hop(node, 'start', 'goes', `${node} sends by ${own.ifname}.`, own.ifname, macLine(scene, node, own))
    : hop(node, 'start', 'goes', `The frame comes in at ${port ?? bridge?.ifname ?? link.ifname} of ${node}.`, port)
  const hops = [begin]
  const stop = (broken: Pick<Sending, 'hops' | 'broken'>): Sending => ({
    ...{ sent: NOTHING_SENT, hops: [...hops, ...broken.hops], broken: broken.broken, local: null },
  })
  if (bridge) {
    const [passed, local] = bridgeHop(scene, device, frame, taught)
    hops.push(passed)
    if (local !== null) return { sent: NOTHING_SENT, hops, broken: null, local }
  }
  if (!link.up) {
    const text = `${link.ifname} on ${node} is down: nothing leaves by it.`
    const evidence = stateLine(scene, node, link)
    const findings = [ofDevice('deviceDown', device)]
    return stop(lost(scene, { node, step: 'table', why: 'deviceDown', text, evidence, findings }))
  }
  hops.push(...vlanHop(scene, device))
  const chosen = tableHop(scene, device, frame, taught)
  if (chosen.destinations.length === 0) {
    const text = `${link.ifname} on ${node} knows neither ${frame.mac} nor anybody to flood to: the kernel drops the frame.`
    const evidence = linkLine(scene, node, link)
    const findings = [ofDevice('floodGone', device), `vniAlone/vni:${scene.vni}`]
    return stop(lost(scene, { node, step: 'table', why: 'noFlood', text, evidence, findings }))
  }
  hops.push(chosen.hop)
  const view = scene.view(node)
  const [row] = chosen.rows
  const carrier = view && (row?.via ? (view.linkOf(row.via) ?? null) : carrierOf(view, link))
  if (carrier && isDead(carrier)) {
    const text = `${carrier.ifname} on ${node} ${carrier.up ? 'has no carrier' : 'is down'}: nothing leaves the node.`
    const evidence = stateLine(scene, node, carrier)
    const findings = [ofDevice('underlayDown', device)]
    return stop(lost(scene, { node, step: 'underlay', why: 'underlayDown', text, evidence, findings }))
  }
  const sent: Sent = {
    ...{ by: chosen.by, destinations: chosen.destinations, source: device.address },
    ...{ port: row?.port ?? device.port, vni: row?.vni ?? scene.vni, device: carrier?.ifname ?? null },
  }
  const by = sent.device === null ? 'by whatever device routing names' : `by ${sent.device}`
  const size = sizeWords(link, carrier?.mtu ?? null, chosen.destinations[0] ?? '')
  const text = `It leaves ${by}, from ${sent.source ?? 'an address that isn’t known'}, to UDP port ${sent.port ?? '(not told)'} in VNI ${sent.vni}.${size}`
  const evidence = carrier ? stateLine(scene, node, carrier) : linkLine(scene, node, link)
  hops.push(hop(node, 'underlay', 'goes', text, sent.device, evidence))
  return { sent, hops, broken: null, local: null }
}
