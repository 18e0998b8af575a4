import type { ScenarioInput } from '../scenario'
import { ubuntu2404, vyos110, vyos111 } from './identities'

type Node = ScenarioInput['nodes'][number]
type Vxlan = NonNullable<Node['vxlans']>[number]

/** How a VNI floods: by the group, or by a list of those members. */
type Flooding = 'group' | readonly number[]

interface Cell {
  vni: number
  /** Numbers of the routers that have it. */
  members: readonly number[]
  /** `group`, or per member whom it floods to where that isn't every other member. */
  flooding: 'group' | 'list' | Readonly<Record<number, readonly number[]>>
  /** Where it isn't that of all. */
  group?: string
  /** The underlay device that only this VNI goes over; `eth1` for those that share it. */
  dev?: string
  bridged?: boolean
  mtu?: number
  ageing?: number
  maxaddress?: number
}

export const GROUP = '239.9.0.1'
const SHARED = 'eth1'
const ALL_ZERO = '00:00:00:00:00:00'

/** A VNI for each fault that stays within one; what a fault takes away must be nobody else's. */
const CELLS: readonly Cell[] = [
  { vni: 101, members: [1, 2], flooding: 'group' },
  { vni: 102, members: [1, 2], flooding: 'group', dev: 'eth2' },
  { vni: 103, members: [1, 2], flooding: 'group', group: 'ff05::9:3', dev: 'eth3' },
  { vni: 104, members: [2, 3], flooding: 'group' },
  { vni: 105, members: [1, 2], flooding: 'group' },
  { vni: 106, members: [1, 2, 3], flooding: 'group' },
  { vni: 107, members: [1, 2, 3], flooding: 'group' },
  // Fits over IPv6 too.
  { vni: 108, members: [1, 2, 3], flooding: 'list', mtu: 1400 },
  { vni: 109, members: [1, 2, 3], flooding: 'list', dev: 'eth4' },
  { vni: 110, members: [1, 2], flooding: 'group' },
  { vni: 111, members: [1, 2, 3], flooding: 'list' },
  { vni: 112, members: [1, 2], flooding: 'list' },
  { vni: 113, members: [1, 2, 3], flooding: { 1: [3], 2: [3], 3: [1, 2] } },
  { vni: 114, members: [1, 2], flooding: 'list' },
  { vni: 115, members: [1, 2], flooding: 'list' },
  { vni: 116, members: [1, 2, 3], flooding: 'group' },
  { vni: 117, members: [1, 2], flooding: 'group' },
  { vni: 118, members: [1, 2], flooding: 'list', bridged: true },
  { vni: 119, members: [1, 2, 3], flooding: 'group' },
  { vni: 120, members: [1, 2, 3], flooding: 'group' },
  { vni: 121, members: [1, 2, 3], flooding: 'list' },
  { vni: 122, members: [1, 2, 3], flooding: 'group' },
  { vni: 123, members: [1, 2], flooding: 'list', bridged: true },
  { vni: 124, members: [1, 2], flooding: 'list', maxaddress: 20 },
  // No fault: its entries come and go, in bridges and devices apart.
  { vni: 150, members: [1, 2], flooding: 'list', bridged: true, ageing: 10 },
]

const hex = (value: number): string => value.toString(16).padStart(2, '0')
const SUBNET: Readonly<Record<string, number>> = { eth1: 0, eth2: 2, eth4: 4 }
const underlay = (dev: string, router: number): string => `10.9.${SUBNET[dev] ?? 0}.${router}`

/** Of a router's device in a VNI. */
export const macOf = (vni: number, router: number): string => `02:00:00:00:${hex(vni)}:${hex(router)}`
/** Of the host behind a router's bridge. */
export const hostMacOf = (vni: number, router: number): string => `02:00:00:01:${hex(vni)}:${hex(router)}`

const peersOf = ({ flooding, members }: Cell, router: number): Flooding => {
  if (flooding === 'group') return 'group'
  return flooding === 'list' ? members.filter(other => other !== router) : (flooding[router] ?? [])
}

const deviceOf = (cell: Cell, router: number): Vxlan => {
  const { vni, bridged = false, mtu = 1450, ageing, maxaddress, dev = SHARED } = cell
  const grouped = cell.flooding === 'group'
  return {
    name: `vx${vni}`,
    vni,
    ...(grouped ? { group: cell.group ?? GROUP, dev } : { local: underlay(dev, router) }),
    ...(ageing === undefined ? {} : { ageing }),
    ...(maxaddress === undefined ? {} : { maxaddress }),
    mac: macOf(vni, router),
    mtu,
    disableIpv6: true,
    ...(bridged ? { bridge: `br${vni}` } : { addresses: [`192.168.${vni}.${router}/24`] }),
  }
}

const router = (number: 1 | 2 | 3): Node => {
  const own = CELLS.filter(({ members }) => members.includes(number))
  const bridged = own.filter(cell => cell.bridged)
  return {
    name: `r${number}`,
    identity: ubuntu2404,
    user: 'ops',
    links: [
      { name: SHARED, segment: 'lan', addresses: [`10.9.0.${number}/24`, `2001:db8:9::${number}/64`] },
      ...['eth2', 'eth4'].map(name => ({ name, segment: name, addresses: [`${underlay(name, number)}/24`] })),
      { name: 'eth3', segment: 'eth3', addresses: [`2001:db8:93::${number}/64`] },
    ],
    bridges: [
      ...bridged.map(({ vni, ageing }) => ({
        name: `br${vni}`,
        mac: `02:00:00:02:${hex(vni)}:${hex(number)}`,
        mtu: 1450,
        ...(ageing === undefined ? {} : { ageing }),
      })),
      // The only one of its node, so that it is known which is meant.
      ...(number === 3 ? [{ name: 'br0', mtu: 1450 }] : []),
    ],
    vxlans: [...own.map(cell => deviceOf(cell, number)), common(number)],
    fdb: own.flatMap(cell => {
      const peers = peersOf(cell, number)
      if (peers === 'group') return []
      const { vni, dev = SHARED } = cell
      return peers.map(peer => ({ dev: `vx${vni}`, mac: ALL_ZERO, dst: underlay(dev, peer) }))
    }),
    hosts: bridged.map(({ vni }) => ({
      name: `h${vni}-${number}`,
      bridge: `br${vni}`,
      mac: hostMacOf(vni, number),
      mtu: 1450,
      addresses: [`192.168.${vni}.${number}/24`],
    })),
  }
}

/** What all nodes are in, also those that get lost. */
const common = (number: number): Vxlan => ({
  name: 'vx100',
  vni: 100,
  group: GROUP,
  dev: SHARED,
  mac: macOf(100, number),
  mtu: 1450,
  disableIpv6: true,
  addresses: [`192.168.100.${number}/24`],
})

/** A node for what goes wrong with a whole node. */
const lone = (name: string, number: number, identity: Node['identity']): Node => ({
  name,
  identity,
  user: 'ops',
  links: [{ name: SHARED, segment: 'lan', addresses: [`10.9.0.${number}/24`] }],
  vxlans: [common(number)],
})

/** Room for a fault of every check at once, side by side: a VNI or a node for each. */
export const allChecks: ScenarioInput = {
  name: 'all-checks',
  description: 'three routers and six nodes, a VNI or a node for a fault of every check',
  segments: ['lan', 'eth2', 'eth3', 'eth4'],
  nodes: [
    ...[router(1), router(2), router(3)],
    lone('gone', 11, ubuntu2404),
    lone('rekeyed', 12, ubuntu2404),
    // Their programs are scripts that a test can write anew.
    lone('mute', 13, vyos111),
    lone('garbled', 14, vyos111),
    lone('unwatched', 15, vyos111),
    lone('helium', 16, vyos110),
  ],
}
