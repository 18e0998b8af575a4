import type { NodeSpec } from '../fleet'
import type { Frames } from '../model/ageing'
import { buildLink, buildVxlan, filterRows, floodRow, loopback, ZERO_MAC } from '../model/build'
import { newestDebian, ubuntu2404, vyos14, vyos111 } from '../model/identities'
import { createRandom, type Random } from '../model/random'
import type { FdbState, LinkState, NodeState } from '../model/state'

export interface BigFleetOptions {
  nodes: number
  /** Learned FDB rows a node. */
  rows: number
  /** VNIs in all; default one for every five nodes. */
  vnis?: number
  /** The same seed gives the same fleet. Default 1. */
  seed?: number
}

/** A VNI floods by a list where that stays short, else to a multicast group. */
const LONGEST_FLOOD_LIST = 32
const AGEING = 300
const FIRST_VNI = 10_000
const SECOND = 1000

const IDENTITIES = [ubuntu2404, newestDebian, ubuntu2404, vyos14, ubuntu2404, newestDebian, vyos111]

const hex = (value: number, bytes: number): string[] =>
  Array.from({ length: bytes }, (_, at) => ((value >>> (8 * (bytes - 1 - at))) & 0xff).toString(16).padStart(2, '0'))

/** MAC of host `host` behind node `node` in its `slot`th VNI: the same wherever it is learned. */
const hostMac = (node: number, slot: number, host: number): string =>
  ['02', ...hex(slot, 1), ...hex(node, 2), ...hex(host, 2)].join(':')

const vtep = (node: number): string => `10.${64 + (node >> 16)}.${(node >> 8) & 0xff}.${node & 0xff}`

const groupOf = (vniIndex: number): string => `239.1.${(vniIndex >> 8) & 0xff}.${(vniIndex & 0xff) + 1}`

/** Nine hosts in ten talk often enough to stay; the tenth is silent for longer than the ageing time, so rows come and go. */
const talk = (random: Random): Frames => {
  const every = (random() < 0.9 ? 10 + random() * 200 : AGEING + 60 + random() * 300) * SECOND
  return { first: -random() * every, lasts: random() * 5 * SECOND, every }
}

interface Membership {
  vniIndex: number
  slot: number
}

/** Two VNIs a node, spread evenly. */
const membershipsOf = (node: number, vnis: number): Membership[] => {
  const first = node % vnis
  const second = (Math.floor(node / vnis) + node * 7 + 1) % vnis
  return first === second
    ? [{ vniIndex: first, slot: 0 }]
    : [
        { vniIndex: first, slot: 0 },
        { vniIndex: second, slot: 1 },
      ]
}

type Members = ReadonlyMap<number, readonly { node: number; slot: number }[]>

const membersOf = (nodes: number, vnis: number): Members => {
  const members = new Map<number, { node: number; slot: number }[]>()
  for (let node = 1; node <= nodes; node += 1) {
    for (const { vniIndex, slot } of membershipsOf(node, vnis)) {
      members.set(vniIndex, [...(members.get(vniIndex) ?? []), { node, slot }])
    }
  }
  return members
}

const learnedRows = (peers: readonly { node: number; slot: number }[], rows: number, random: Random): FdbState[] =>
  peers.length === 0
    ? []
    : Array.from({ length: rows }, (_, row) => {
        const peer = peers[row % peers.length] ?? { node: 0, slot: 0 }
        const mac = hostMac(peer.node, peer.slot, Math.floor(row / peers.length) + 1)
        return { mac, dst: vtep(peer.node), flags: ['self'], state: '', heard: talk(random) }
      })

const vxlanLink = (node: number, member: Membership, members: Members, rows: number, random: Random): LinkState => {
  const all = members.get(member.vniIndex) ?? []
  const peers = all.filter(peer => peer.node !== node)
  const group = all.length > LONGEST_FLOOD_LIST ? groupOf(member.vniIndex) : null
  const flood = group === null ? peers.map(peer => floodRow(vtep(peer.node), 0)) : [floodRow(group, 0, 'eth1')]
  const vni = FIRST_VNI + member.vniIndex
  return buildLink({
    ifindex: 10 + member.slot,
    ifname: `vxlan${vni}`,
    kind: 'vxlan',
    mac: hostMac(node, member.slot, 0),
    mtu: 1450,
    vxlan: buildVxlan({
      vni,
      group,
      local: vtep(node),
      dev: group === null ? null : 'eth1',
      port: 4789,
      ageing: AGEING,
    }),
    fdb: [...learnedRows(peers, rows, random), ...flood],
  })
}

/** Every third node has a bridge, with its first VXLAN device as a port. */
const withBridge = (links: readonly LinkState[], node: number): LinkState[] => {
  const [first] = links
  if (!first || node % 3 !== 0) return [...links]
  const mac = hostMac(node, 255, 0)
  const behind = first.fdb.filter(row => row.mac !== ZERO_MAC).slice(0, 10)
  const bridgeRows = behind.map(
    ({ mac: learned, heard }): FdbState => ({ mac: learned, flags: [], master: 'br0', state: '', heard }),
  )
  return [
    buildLink({
      ifindex: 9,
      ifname: 'br0',
      kind: 'bridge',
      mac,
      mtu: 1450,
      bridge: { ageing: AGEING, vlanFiltering: false },
    }),
    { ...first, master: 'br0', fdb: [...bridgeRows, ...first.fdb] },
    ...links.slice(1),
  ]
}

const buildNode = (node: number, members: Members, options: Required<BigFleetOptions>, random: Random): NodeState => {
  const memberships = membershipsOf(node, options.vnis)
  const share = (index: number) =>
    Math.floor(options.rows / memberships.length) + (index < options.rows % memberships.length ? 1 : 0)
  const vxlans = memberships.map((member, index) => vxlanLink(node, member, members, share(index), random))
  return {
    hostname: nodeName(node),
    ...(IDENTITIES[node % IDENTITIES.length] ?? ubuntu2404),
    nexthops: [],
    links: [
      loopback,
      buildLink({
        ifindex: 2,
        ifname: 'eth1',
        kind: 'ether',
        mac: hostMac(node, 254, 1),
        addresses: [{ address: vtep(node), prefixlen: 10, scope: 'global' }],
        fdb: filterRows(),
      }),
      ...withBridge(vxlans, node),
    ],
  }
}

const nodeName = (node: number): string => `node${String(node).padStart(4, '0')}`

/** Many nodes, the same for the same seed: VNIs over two nodes or more, flood lists or groups, MACs learned at the other members. */
export const bigFleetNodes = ({
  nodes,
  rows,
  vnis = Math.max(1, Math.ceil(nodes / 5)),
  seed = 1,
}: BigFleetOptions): NodeSpec[] => {
  const random = createRandom(seed)
  const members = membersOf(nodes, vnis)
  return Array.from({ length: nodes }, (_, index) => {
    const state = buildNode(index + 1, members, { nodes, rows, vnis, seed }, random)
    return { name: state.hostname, state }
  })
}
