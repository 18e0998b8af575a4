import { fail, ok, type Result } from '@/lib/model/result'
import type { Hop, Trace, TraceEnd, TraceWay } from '@/lib/model/trace'
import { isMulticast } from '../addresses'
import { groupId, tunnelId, vtepId } from '../identity'
import { answerDropped } from './answering'
import { type Asking, asking } from './asking'
import { hop } from './delivery'
import { holdersOf, mainDevice, type Named, nameOf, resolve } from './ends'
import { prefixesWithout, staysHere } from './own-side'
import { BROADCAST, type Place, Scene, type TraceInput } from './scene'
import { NOTHING_SENT } from './send'
import { walk } from './way'

/** What is traced, of now or of the moment that the input is of. */
export interface Question {
  from: string
  vni: number
  to: string
}

/** A value of a question that can't be taken. */
export interface BadEnd {
  field: 'from' | 'to' | 'vni'
  /** What is expected; goes behind "expected". */
  message: string
}

const SECTION = 'a node of the inventory, a MAC or an IP address'

/** Where a node or host sends from. */
const startOf = (scene: Scene, named: Named, mac: string | null): Place | null => {
  if (named.node !== null) {
    const device = mainDevice(scene, named.node)
    if (!device) return null
    const [own = null] = scene.ownLinks(device).filter(link => mac !== null && link.mac === mac)
    return { node: named.node, device, port: null, own, row: null }
  }
  return mac === null ? null : (scene.placesOf(mac)[0] ?? null)
}

/** A node is where it is, whatever it has in the VNI. */
const endOf = ({ node }: Named, end: Pick<TraceEnd, 'asked' | 'mac' | 'address'>, place: Place | null): TraceEnd => ({
  ...end,
  node: place?.node ?? node,
  port: place?.port ?? null,
  vtep: place?.device.vtep ?? null,
})

/** After a hop `start` comes what the sender's stack does before anything leaves; in vain, and nothing leaves. */
const withAsking = (way: TraceWay, { hops, broken }: Asking, inVain: boolean): TraceWay => {
  const start = way.hops.slice(0, 1)
  if (!inVain) return { ...way, hops: start.concat(hops, way.hops.slice(1)) }
  const nothing: TraceWay = { verdict: 'unreachable', sent: NOTHING_SENT, hops: start.concat(hops), broken }
  return broken ? nothing : { ...nothing, verdict: 'unknown', sent: { ...NOTHING_SENT, by: 'unknown' } }
}

/** Where a MAC is. Of several that have it, only who has the address answers a request for it. */
const whoTakes = (scene: Scene, mac: string, requested: string | null): Place[] => {
  const places = scene.placesOf(mac)
  if (requested === null || places.length < 2) return places
  const holders = holdersOf(scene, requested).map(({ node }) => node)
  const answering = places.filter(({ node }) => holders.includes(node))
  return answering.length > 0 ? answering : places
}

/** What the frame and its answer leave behind. */
const learned = (node: string, ifname: string, mac: string | null, at: string | null): Hop[] =>
  mac === null || at === null
    ? []
    : [hop(node, 'learn', 'goes', `${ifname} on ${node} learns ${mac} at ${at}: from now on unicast.`, at)]

/** The answer: by what the frame has just taught the far end. `requested`: the address that the frame asked for. */
const wayBack = (
  scene: Scene,
  start: Place,
  arrived: Place,
  { from, source, requested }: { from: string; source: string | null; requested: string | null },
): TraceWay => {
  const dropped = requested === null || arrived.node === start.node ? null : answerDropped(scene, arrived, requested)
  if (dropped) return { verdict: 'unreachable', sent: NOTHING_SENT, ...dropped }
  const taught = arrived.device.learning === false || source === null ? null : { dst: source }
  const wanted = arrived.own?.mac ?? arrived.row?.mac ?? null
  const same = arrived.node === start.node
  const { way } = walk(scene, arrived, { mac: from, wanted: from, source: wanted }, [start], same ? null : taught)
  return way
}

/** VTEPs, groups and tunnels that both ways pass. */
const pathOf = (
  scene: Scene,
  start: Place,
  arrived: Place | null,
  { sent }: TraceWay,
  back: TraceWay | null,
): string[] => {
  const { underlay, vtep } = start.device
  const there = sent.destinations.flatMap(address => {
    if (isMulticast(address)) return [groupId(scene.vni, underlay, address)]
    const to = vtepId(underlay, address)
    return vtep === null ? [to] : [to, tunnelId(scene.vni, vtep, to)]
  })
  const far = arrived?.device.vtep ?? null
  const known = far !== null && vtep !== null && far !== vtep
  const reply = known && back?.sent.by === 'unicast' ? [tunnelId(scene.vni, far, vtep)] : []
  return [...new Set([...(vtep === null ? [] : [vtep]), ...there, ...(far === null ? [] : [far]), ...reply])]
}

const concerning = (scene: Scene, ways: readonly (TraceWay | null)[], ends: readonly TraceEnd[]): Trace['findings'] => {
  const named = new Set(ways.flatMap(way => way?.broken?.finding ?? []))
  const macs = new Set(ends.flatMap(({ mac }) => (mac === null ? [] : [`mac:${scene.vni}/${mac}`])))
  return scene.input.findings
    .filter(({ id, subject }) => named.has(id) || subject === `vni:${scene.vni}` || macs.has(subject))
    .map(({ id, check, severity, verdict }) => ({ id, check, severity, verdict }))
}

const nowhere = (named: Named, vni: number): TraceWay => {
  const text = `${named.node ?? named.asked} has no device in VNI ${vni}.`
  return {
    ...{ verdict: 'unreachable', sent: NOTHING_SENT, hops: [hop(named.node ?? '', 'start', 'breaks', text)] },
    broken: { node: named.node ?? '', why: 'noDevice', text, finding: null },
  }
}

const unread = (node: string): TraceWay => ({
  ...{ verdict: 'unknown', sent: { ...NOTHING_SENT, by: 'unknown' }, broken: null },
  hops: [hop(node, 'start', 'unknown', `${node} has never been read: nothing is known of it.`)],
})

/** Both ways of what never leaves its sender. */
const onOwnSide = (scene: Scene, way: TraceWay, ends: Pick<Trace, 'from' | 'to'>): Trace => ({
  ...{ ...way, vni: scene.vni, ...ends, asks: false, back: way },
  findings: concerning(scene, [], [ends.from]),
  path: ends.from.vtep === null ? [] : [ends.from.vtep],
})

const onLink = (node: string, prefixes: readonly string[], address: string): string =>
  `an address in a prefix that ${node} has there (${prefixes.slice(0, 4).join(', ')}): what is for ${address} it sends elsewhere, or to a router, to which can be traced`

/**
 * What becomes of a frame from one end to another in a VNI, step by step, each with the line it is believed by: the first
 * that leaves, which asks for the MAC where it must, and the answer to it. By what nodes were last read to have; of a node
 * that isn't live nothing is concluded.
 */
export const traceFrame = (input: TraceInput, question: Question): Result<Trace, BadEnd> => {
  const { vni } = question
  const scene = new Scene(input, vni)
  const [from, to] = [nameOf(scene, question.from), nameOf(scene, question.to)]
  if (!from) return fail({ field: 'from', message: SECTION })
  if (!to) return fail({ field: 'to', message: SECTION })
  const [sender, asked] = [resolve(scene, from), resolve(scene, to)]
  scene.readRows([sender.mac, asked.mac, ...neighbourMacs(scene, asked.address)].flatMap(mac => mac ?? []))
  const start = startOf(scene, from, sender.mac)
  if (!start) {
    if (from.node === null)
      return fail({ field: 'from', message: `what is known at a node in VNI ${vni}; ${from.asked} is not` })
    const never = scene.node(from.node)?.state === 'unknown'
    const way = never ? unread(from.node) : nowhere(from, vni)
    const ends = { from: endOf(from, sender, null), to: endOf(to, asked, null) }
    return ok({ ...way, vni, ...ends, asks: null, back: null, findings: concerning(scene, [way], []), path: [] })
  }
  const stays = staysHere(scene, start, to, asked.mac)
  if (stays) return ok(onOwnSide(scene, stays, { from: endOf(from, sender, start), to: endOf(to, asked, start) }))
  const prefixes = asked.address === null ? null : prefixesWithout(scene, start, asked.address)
  if (prefixes) return fail({ field: 'to', message: onLink(start.node, prefixes, asked.address ?? '') })
  const stack = asking(scene, start, to, asked.address)
  const { asks } = stack
  const mac = stack.mac ?? asked.mac
  const target = { ...asked, mac }
  const broadcast = asks === true || mac === null
  const places = mac === null ? [] : whoTakes(scene, mac, broadcast ? asked.address : null)
  const frame = { mac: broadcast ? BROADCAST : mac, wanted: mac, source: sender.mac }
  const walked = walk(scene, start, frame, places)
  const isHere = places.some(({ node }) => node === start.node)
  const inVain = stack.inVain && broadcast && !isHere && scene.isLive(start.node)
  const way = withAsking(walked.way, stack, inVain)
  const arrived = inVain ? null : walked.arrived
  const requested = broadcast ? asked.address : null
  const back =
    arrived && sender.mac !== null
      ? wayBack(scene, start, arrived, { from: sender.mac, source: way.sent.source, requested })
      : null
  const learning =
    back?.verdict === 'unicast' && arrived && arrived.node !== start.node && start.device.learning !== false
  const after = learning ? learned(start.node, start.device.link.ifname, mac, back.sent.source) : []
  const ends = { from: endOf(from, sender, start), to: endOf(to, target, places[0] ?? null) }
  const answer = back && { ...back, hops: [...back.hops, ...after] }
  return ok({
    ...{ ...way, vni, ...ends, asks, back: answer },
    findings: concerning(scene, [way, back], [ends.from, ends.to]),
    path: pathOf(scene, start, arrived, way, back),
  })
}

const neighbourMacs = (scene: Scene, address: string | null): string[] =>
  address === null
    ? []
    : [...scene.input.neighbours.values()].flatMap(({ neighbours }) =>
        neighbours.flatMap(each => (each.address === address && each.mac !== null ? [each.mac] : [])),
      )
