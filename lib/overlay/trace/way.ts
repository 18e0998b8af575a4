import type { Sent, TraceVerdict, TraceWay } from '@/lib/model/trace'
import { isMulticast } from '../addresses'
import { vtepId } from '../identity'
import { naturalKey, sortedBy } from '../lists/order'
import { arriveAt, arriveByUnicast, type Packet } from './arrive'
import { type Delivery, type Frame, hop, lost, ofDevice, ofVni } from './delivery'
import { BROADCAST, type Place, type Scene } from './scene'
import { NOTHING_SENT, send, type Taught } from './send'

/** One way of a frame, and where it got to. */
export interface Walked {
  way: TraceWay
  /** Where it has arrived for certain. */
  arrived: Place | null
}

const NAMED = 4
const MOST_SORTED = 50

const names = (all: readonly string[]): string =>
  all.length > NAMED ? `${all.slice(0, NAMED - 1).join(', ')} and ${all.length - NAMED + 1} more` : all.join(', ')

/** Of many only the first few are named. */
const inOrder = (nodes: readonly string[]): readonly string[] =>
  nodes.length > MOST_SORTED ? nodes : sortedBy(nodes, naturalKey)

const packetOf = (sent: Sent, address: string, underlay: string, frame: Frame, places: readonly Place[]): Packet => ({
  ...{ source: sent.source, address, underlay, vni: sent.vni, port: sent.port, frame, places },
})

/** Nodes that get a flooded frame, by group or by a copy each; the sender isn't one. */
const receivers = (scene: Scene, sent: Sent, { node, device }: Place): { node: string; address: string }[] =>
  sent.destinations.flatMap(address => {
    const nodes = isMulticast(address)
      ? scene.hearers(sent.vni ?? scene.vni, device.underlay, address)
      : (scene.vtep(vtepId(device.underlay, address))?.nodes ?? [])
    return nodes.filter(each => each !== node).map(each => ({ node: each, address }))
  })

/** Why a node that has what is looked for doesn't get what is flooded. */
const leftOut = (scene: Scene, sent: Sent, start: Place, { node, device }: Place): Delivery => {
  const group = sent.destinations.find(isMulticast)
  const own = device.address ?? 'its address'
  const text =
    group === undefined
      ? `${node} (${own}) isn’t on the flood list of ${start.device.link.ifname} on ${start.node}.`
      : `${device.link.ifname} on ${node} ${device.group === null ? 'is in no group' : `is in ${device.group}`}: what goes to ${group} doesn’t reach it.`
  const why = group === undefined ? 'notOnList' : 'otherGroup'
  const address = device.address ?? ''
  const findings =
    group === undefined
      ? [`floodMissing/vni:${scene.vni}/${start.node}>${address}`, ofDevice('floodGone', start.device)]
      : [...ofVni('groupMismatch', scene.vni), ofDevice('groupUnheard', device)]
  const broken = lost(scene, { node, step: 'arrive', why, text, evidence: [], findings })
  return { outcome: 'lost', place: null, ...broken }
}

/** What a broadcast comes to: it is for all who get it. Of those that don't take it one is told of. */
const toEverybody = (deliveries: ReadonlyMap<string, Delivery>): Delivery => {
  const all = [...deliveries]
  const takes = inOrder(all.flatMap(([node, { outcome }]) => (outcome === 'here' ? [node] : [])))
  const others = all.flatMap(([, delivery]) => (delivery.outcome === 'here' ? [] : [delivery]))
  const other = others.find(({ outcome }) => outcome === 'unknown') ?? others[0]
  if (takes.length === 0 && other) return other
  const text = `It goes to everybody: ${names(takes)} ${takes.length === 1 ? 'takes' : 'take'} it.`
  return {
    outcome: 'here',
    place: null,
    broken: null,
    hops: [...(other?.hops ?? []), hop('', 'deliver', 'here', text)],
  }
}

/** What a flooded frame comes to: at each node that has what is wanted, else at all that hear it. */
const flooded = (scene: Scene, sent: Sent, start: Place, frame: Frame, places: readonly Place[]): Delivery => {
  const hear = receivers(scene, sent, start)
  const heard = inOrder([...new Set(hear.map(({ node }) => node))])
  const { underlay } = start.device
  const who =
    heard.length === 0
      ? 'No node of the inventory is known to get it.'
      : `${names(heard)} ${heard.length === 1 ? 'gets' : 'get'} it.`
  const group = sent.destinations.find(isMulticast) ?? null
  const members = hop(start.node, 'arrive', 'flood', who, group)
  if (frame.wanted === BROADCAST && heard.length > 0) {
    const arrive = ({ node, address }: (typeof hear)[number]) =>
      arriveAt(scene, node, packetOf(sent, address, underlay, frame, places))
    const all = toEverybody(new Map(hear.map(each => [each.node, arrive(each)])))
    return { ...all, hops: [members, ...all.hops] }
  }
  const wanted = places.filter(({ node }) => node !== start.node)
  const deliveries = wanted.map(place => {
    const found = hear.find(({ node }) => node === place.node)
    if (!scene.isLive(place.node)) return arriveAt(scene, place.node, packetOf(sent, '', underlay, frame, places))
    return found
      ? arriveAt(scene, place.node, packetOf(sent, found.address, underlay, frame, places))
      : leftOut(scene, sent, start, place)
  })
  const best = (['here', 'unknown', 'lost'] as const)
    .map(outcome => deliveries.find(each => each.outcome === outcome))
    .find(each => each !== undefined)
  if (best) return { ...best, hops: [members, ...best.hops] }
  if (heard.length === 0 && scene.unread.length === 0 && sent.destinations.every(isMulticast)) {
    const text = `Nobody else is known to hear ${group ?? 'it'} in VNI ${scene.vni}.`
    const findings = [...ofVni('vniAlone', scene.vni), ...ofVni('groupMismatch', scene.vni)]
    const broken = lost(scene, { node: start.node, step: 'arrive', why: 'nobodyHears', text, evidence: [], findings })
    return { outcome: 'lost', place: null, hops: broken.hops, broken: broken.broken }
  }
  const what = frame.wanted ?? (frame.mac === BROADCAST ? 'it' : frame.mac)
  const silent =
    frame.wanted === BROADCAST
      ? 'Whether anybody takes it isn’t known.'
      : `No node has ${what}, nor has seen it behind a port: whether anybody there has it isn’t known.`
  return { outcome: 'maybe', place: null, broken: null, hops: [members, hop('', 'deliver', 'unknown', silent)] }
}

const verdictOf = (sent: Sent, { outcome }: Delivery): TraceVerdict => {
  if (outcome === 'lost') return 'unreachable'
  if (outcome === 'unknown' || sent.by === 'unknown') return 'unknown'
  return sent.by === 'flood' ? 'flood' : 'unicast'
}

/** Whether a place gets what is sent from the bridge of its sender. */
const isBridged = ({ node, device: { bridge } }: Place, place: Place): boolean =>
  place.node === node && bridge !== null && place.device.bridge?.ifname === bridge.ifname

/** A frame from where it begins to wherever it gets. `places`: where what is wanted is. */
export const walk = (
  scene: Scene,
  start: Place,
  frame: Frame,
  places: readonly Place[],
  taught: Taught | null = null,
): Walked => {
  if (!scene.isLive(start.node)) {
    const text = `${start.node} isn’t read now: by what it sends isn’t known.`
    const hops = [hop(start.node, 'start', 'unknown', text)]
    const sent: Sent = { ...NOTHING_SENT, by: 'unknown' }
    return { way: { verdict: 'unknown', sent, hops, broken: null }, arrived: null }
  }
  const { sent, hops, broken, local } = send(scene, start, frame, taught)
  if (broken) return { way: { verdict: 'unreachable', sent, hops, broken }, arrived: null }
  const near = places.find(place => isBridged(start, place)) ?? null
  if (local !== null) return { way: { verdict: 'unicast', sent, hops, broken: null }, arrived: near }
  const { underlay } = start.device
  const [to = ''] = sent.destinations
  const delivery =
    sent.by === 'flood'
      ? flooded(scene, sent, start, frame, places)
      : arriveByUnicast(scene, packetOf(sent, to, underlay, frame, places))
  if (near && delivery.outcome !== 'here') {
    const text = `${near.port ?? near.own?.ifname ?? near.node} of the same node has it, and gets it from the bridge.`
    const way: TraceWay = {
      verdict: sent.by === 'flood' ? 'flood' : 'unicast',
      sent,
      hops: [...hops, hop(near.node, 'deliver', 'here', text, near.port)],
      broken: null,
    }
    return { way, arrived: near }
  }
  const way = { verdict: verdictOf(sent, delivery), sent, hops: [...hops, ...delivery.hops], broken: delivery.broken }
  return { way, arrived: delivery.outcome === 'here' ? delivery.place : null }
}
