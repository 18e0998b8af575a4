import { type Change, type ChangeNode, parseChange } from '@/lib/model/change'
import type { Overlay } from '@/lib/model/overlay'
import type { PlanNode } from '@/lib/model/plan'
import type { Link, Reading } from '@/lib/model/reading'
import { buildOverlay } from '@/lib/overlay'

import { aFloodEntry, aLink, aNode, anEntry, anUnderlay, aReading, aVxlanLink } from '@/lib/overlay/testing'

import { type ChangeFacts, type NodeFacts, type SystemFacts, UNKNOWN_SYSTEM } from './facts'
import { type PlanOptions, planChange } from './plan'

/** Nodes for tests: each case spreads its one difference over these. */
export const NOW = Date.UTC(2026, 10, 22, 12)
export const OPTIONS: PlanOptions = {
  now: NOW,
  validFor: 300,
  // What a hash would be made of, so that a test can see it.
  hash: text => text,
}

export const aSystem = (over: Partial<SystemFacts> = {}): SystemFacts => ({
  ...UNKNOWN_SYSTEM,
  root: true,
  path: { client: '192.0.2.9', server: '192.0.2.1', dev: 'eth0' },
  ...over,
})

/** eth0 is how we reach it, eth1 the underlay; indexes as they stand. */
export const someLinks = (...more: Link[]): Link[] =>
  [
    anUnderlay('eth0', '192.0.2.1'),
    anUnderlay('eth1', '10.0.2.1', { mtu: 1500 }),
    aLink('eth2', { up: false }),
    aLink('br0', { kind: 'bridge', bridge: { ageing: 300, vlanFiltering: true } }),
    ...more,
  ].map((link, index) => ({ ...link, ifindex: index + 2 }))

export const linuxFacts = (
  links: Link[] = someLinks(),
  system: Partial<SystemFacts> = {},
  over: Partial<Reading> = {},
): NodeFacts => ({
  reading: aReading({ links, ...over }),
  system: aSystem(system),
})

/** Of each release line, one release. */
export const VYOS_RELEASES = {
  helium: 'VyOS 1.1.8',
  crux: 'VyOS 1.2.9',
  equuleus: 'VyOS 1.3.8',
  sagitta: 'VyOS 1.4.2',
  current: 'VyOS 1.5-rolling-202410010007',
} as const
export type VyosRelease = keyof typeof VYOS_RELEASES

export const vyosFacts = (os: string, links: Link[] = someLinks(), system: Partial<SystemFacts> = {}): NodeFacts => {
  const profile = {
    ...aReading().profile,
    platform: 'vyos' as const,
    os,
    kernel: os.startsWith('VyOS 1.1') ? '3.13.11' : '6.6.50',
  }
  return { reading: aReading({ links, profile }), system: aSystem(system) }
}

export const overlayOf = (nodes: Readonly<Record<string, NodeFacts>>): Overlay =>
  buildOverlay(Object.entries(nodes).map(([name, { reading }]) => aNode(name, reading))).overlay

export const factsOf = (nodes: Readonly<Record<string, NodeFacts>>, overlay = overlayOf(nodes)): ChangeFacts => ({
  nodes: new Map(Object.entries(nodes)),
  overlay,
  readings: new Map(Object.entries(nodes).flatMap(([name, { reading }]) => (reading ? [[name, reading]] : []))),
})

/** A change as it comes in: through the schema. */
export const changeOf = (...nodes: Record<string, unknown>[]): Change => {
  const parsed = parseChange({ nodes })
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.error))
  return parsed.value
}

export const aCreate = (over: Partial<ChangeNode> = {}): ChangeNode => ({
  node: 'n1',
  action: 'create',
  name: 'vxlan100',
  vni: 100,
  group: '239.1.1.100',
  link: 'eth1',
  port: 4789,
  addresses: ['10.100.0.1/24'],
  ...over,
})

/** The plan of a change on one node called n1; its refusal is thrown. */
export const planOf = (node: Record<string, unknown>, facts: NodeFacts): PlanNode => {
  const plan = planChange(changeOf(node), factsOf({ n1: facts }), OPTIONS)
  const only = plan.ok ? plan.value.nodes[0] : undefined
  if (!only) throw new Error(JSON.stringify(plan))
  return only
}

/** `field: message` of each thing that stands against it; empty where it is planned. */
export const refusedOf = (node: Record<string, unknown>, facts: NodeFacts): string[] => {
  const plan = planChange(changeOf(node), factsOf({ n1: facts }), OPTIONS)
  return plan.ok ? [] : plan.error.fields.map(({ field, message }) => `${field}: ${message}`)
}

/** A device over a group, as its node shows it, and changes of it. */
export const vxlan100 = aVxlanLink(
  'vxlan100',
  { vni: 100, group: '239.1.1.100', port: 4789, ttl: 16 },
  {
    link: 'eth1',
    mac: '02:00:00:00:00:64',
    evidence: 'vxlan id 100 group 239.1.1.100 dev eth1 srcport 0 0 dstport 4789 ttl 16 ageing 300',
  },
)
export const update = (over: object) => ({ node: 'n1', action: 'update', name: 'vxlan100', vni: 100, ...over })
export const gone = { node: 'n1', action: 'delete', name: 'vxlan100', vni: 100 }
/** A Linux node that has it, with an entry learned and one put there by hand. */
export const withDevice = linuxFacts(
  someLinks({ ...vxlan100, addresses: [{ address: '10.100.0.1', prefixlen: 24, scope: 'global' }] }),
  {},
  {
    fdb: [
      aFloodEntry('239.1.1.100', { ifname: 'vxlan100', via: 'eth1' }),
      anEntry('02:00:00:00:00:01', '10.0.2.254', { ifname: 'vxlan100' }),
      anEntry('02:00:00:00:00:02', '10.0.2.254', { ifname: 'vxlan100', state: 'permanent' }),
    ],
  },
)
