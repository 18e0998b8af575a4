import type { ChangeNode } from '@/lib/model/change'
import { checkTarget } from './check-target'
import { createdDevice, type Defaults, type Device, deviceOf, KERNEL_PORT, overheadOf, updatedDevice } from './device'
import { type ChangeFacts, type NodeFacts, UNKNOWN_SYSTEM } from './facts'
import { type Case, type Finding, linkOf, type Peer, refuse } from './finding'
import { type Dialect, dialectOf } from './vyos-dialect'

const IANA_PORT = 4789

/** What the VNI's other ends all have; `null` where they don't agree or there is none. */
const agreed = (values: readonly (number | null)[]): number | null => {
  const told = new Set(values.filter(value => value !== null))
  const [only = null] = told
  return told.size === 1 ? only : null
}

/** How a VyOS is configured; `null` for anything else, and where its release can't be told. */
const dialectAt = ({ reading, system }: NodeFacts): Dialect | null =>
  reading?.profile.platform === 'vyos' ? dialectOf(system, reading.profile.os) : null

/** The port that an end of a change will be on whatever others are on; `null` where it goes by them. */
const portTold = ({ node, port }: ChangeNode, { nodes }: ChangeFacts): number | null => {
  const facts = nodes.get(node)
  return port ?? (facts && dialectAt(facts)?.port === null ? KERNEL_PORT : null)
}

/** By the VNI's ends that there are, else by those that this change makes. */
const portFor = (
  change: ChangeNode,
  all: readonly ChangeNode[],
  peers: readonly Peer[],
  facts: ChangeFacts,
): number => {
  const made = all.filter(({ vni, action }) => vni === change.vni && action === 'create')
  const told = agreed(peers.map(peer => peer.port)) ?? agreed(made.map(each => portTold(each, facts)))
  return portTold(change, facts) ?? told ?? IANA_PORT
}

const defaultsFor = (change: ChangeNode, { reading }: NodeFacts, port: number, peers: readonly Peer[]): Defaults => {
  const overhead = overheadOf(createdDevice(change, { port, mtu: null }))
  const carrier = reading && linkOf(reading, change.link ?? null)?.mtu
  const room = (carrier ?? 1500) - overhead
  const common = agreed(peers.map(peer => peer.mtu))
  return { port, mtu: common !== null && common <= room ? common : room }
}

const overlayPeers = (change: ChangeNode, vni: number | undefined, { overlay }: ChangeFacts): Peer[] =>
  (overlay.vnis.find(each => each.vni === vni)?.members ?? []).filter(({ node }) => node !== change.node)

/** What a change means on one node, before anything is checked. */
export interface Draft {
  change: ChangeNode
  facts: NodeFacts
  target: Finding[]
  given: Omit<Case, 'peers' | 'overlay' | 'goes'> | null
}

const UNREAD: Finding = refuse('node', 'this node could not be read, and nothing is planned for what is not known')

/** Of 500 nodes the first few show what names are like. */
const TOLD = 20

/** A node that the inventory doesn't have; whoever reads nodes gives facts of each that it has. */
const strangerTo = ({ overlay }: ChangeFacts): Finding => {
  const names = overlay.nodes.map(({ name }) => name)
  const has = names.length === 0 ? 'it has none' : `it has ${names.slice(0, TOLD).join(', ')}`
  return refuse('node', `the inventory has no such node; ${has}${names.length > TOLD ? ', …' : ''}`)
}

const NO_DIALECT: Finding = refuse(
  'node',
  'which release of VyOS this is could not be told, or it has no VXLAN (1.1 brought it)',
)
const OVS: Finding = refuse('node', 'VXLAN ports of Open vSwitch are not changed here')

/** `all`: the nodes of the change that it is one of. */
export const draftOf = (change: ChangeNode, all: readonly ChangeNode[], facts: ChangeFacts): Draft => {
  const node = facts.nodes.get(change.node)
  const draft = { change, facts: node ?? { reading: null, system: UNKNOWN_SYSTEM }, given: null }
  if (node === undefined) return { ...draft, target: [strangerTo(facts)] }
  if (!node.reading) return { ...draft, target: [UNREAD] }
  const { reading, system } = node
  const { platform } = reading.profile
  if (platform === 'ovs') return { ...draft, target: [OVS] }
  const dialect = dialectAt(node)
  if (platform === 'vyos' && dialect === null) return { ...draft, target: [NO_DIALECT] }
  const target = checkTarget(change, reading)
  if (target.some(({ refuses }) => refuses)) return { ...draft, target }
  const link = change.action === 'create' ? null : (linkOf(reading, change.name) ?? null)
  const before = link === null ? null : deviceOf(reading, link)
  const peers = overlayPeers(change, change.vni, facts)
  const made = wantedOf(change, before, defaultsFor(change, node, portFor(change, all, peers, facts), peers))
  const wanted = made !== null && dialect !== null ? asVyosHasIt(made) : made
  return { change, facts: node, target, given: { change, reading, system, dialect, link, before, wanted } }
}

const wantedOf = (change: ChangeNode, before: Device | null, defaults: Defaults): Device | null => {
  if (change.action === 'delete') return null
  return change.action === 'create' || before === null ? createdDevice(change, defaults) : updatedDevice(change, before)
}

/** VyOS puts its first remote into the device and the others into the flood list. */
const asVyosHasIt = (device: Device): Device => {
  const [remote = null, ...flood] = [...(device.remote === null ? [] : [device.remote]), ...device.flood]
  return { ...device, remote, flood }
}

/** The other ends of a device's VNI as they will be: those of the overlay, and what this change makes of them. */
export const peersOf = ({ change, given }: Draft, drafts: readonly Draft[], facts: ChangeFacts): Peer[] => {
  const vni = given?.wanted?.vni ?? given?.before?.vni
  const touched = new Set(drafts.map(draft => `${draft.change.node}\0${draft.change.name}`))
  const still = overlayPeers(change, vni, facts).filter(({ node, ifname }) => !touched.has(`${node}\0${ifname}`))
  const made = drafts.flatMap(draft => {
    const device = draft.change.node === change.node ? null : (draft.given?.wanted ?? null)
    return device === null || device.vni !== vni ? [] : [{ node: draft.change.node, ifname: device.name, ...device }]
  })
  return [...still, ...made].map(({ node, ifname, group, port, mtu }) => ({ node, ifname, group, port, mtu }))
}
