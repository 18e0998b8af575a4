import type { OverlayAnswer } from '@/lib/model/api'

/** What the topology of 2014 looks like before anybody has sent a packet. */
const EXPECTED = { nodes: 3, vteps: 3, vni: 42, group: '239.1.1.1' }

/** What an overlay lacks of the demo's, as sentences; a node that isn't connected comes with its error. Empty: all is there. */
export const missingOf = ({ nodes, vteps, vnis, groups }: OverlayAnswer): string[] => {
  const connected = nodes.filter(node => node.status === 'connected')
  const vteps42 = vteps.filter(vtep => vtep.nodes.length > 0 && vtep.vnis.includes(EXPECTED.vni))
  const members = new Set(vnis.find(({ vni }) => vni === EXPECTED.vni)?.members.map(({ node }) => node))
  const group = groups.find(({ vni, address }) => vni === EXPECTED.vni && address === EXPECTED.group)
  return [
    ...(connected.length === EXPECTED.nodes ? [] : [`${connected.length} of ${EXPECTED.nodes} nodes are connected`]),
    ...nodes
      .filter(node => node.status !== 'connected')
      .map(({ name, status, error }) => `${name} is ${status}${error ? `: ${error.message} ${error.hint}` : ''}`),
    ...(vteps42.length === EXPECTED.vteps ? [] : [`${vteps42.length} of ${EXPECTED.vteps} VTEPs are there`]),
    ...(members.size === EXPECTED.nodes
      ? []
      : [`VNI ${EXPECTED.vni} is on ${members.size} of ${EXPECTED.nodes} nodes`]),
    ...(group?.members.length === EXPECTED.vteps
      ? []
      : [`group ${EXPECTED.group} has ${group?.members.length ?? 0} of ${EXPECTED.vteps} members`]),
  ]
}

const columns = (rows: readonly (readonly string[])[]): string[] => {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map(row => row[column]?.length ?? 0)))
  return rows.map(row => `  ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')}`.trimEnd())
}

const table = (title: string, header: readonly string[], rows: readonly (readonly string[])[]): string[] => [
  title,
  ...(rows.length === 0 ? ['  none'] : columns([header, ...rows])),
]

const list = (words: readonly string[]): string => (words.length === 0 ? '-' : words.join(', '))

/** The overlay as tables for a terminal. */
export const renderOverlay = ({ nodes, vteps, vnis, groups, tunnels }: OverlayAnswer): string => {
  const address = new Map(vteps.map(vtep => [vtep.id, vtep.address]))
  const named = (ids: readonly string[]) => list(ids.map(id => address.get(id) ?? id))
  return [
    ...table(
      'Nodes',
      ['name', 'status', 'system', 'iproute2', 'kernel'],
      nodes.map(node => [node.name, node.status, node.os ?? node.platform, node.iproute2 ?? '-', node.kernel ?? '-']),
    ),
    ...table(
      'VTEPs',
      ['address', 'nodes', 'VNIs'],
      vteps.map(vtep => [vtep.address, list(vtep.nodes), list(vtep.vnis.map(String))]),
    ),
    ...table(
      'VNIs',
      ['VNI', 'devices'],
      vnis.map(({ vni, members }) => [`${vni}`, list(members.map(({ node, ifname }) => `${ifname} on ${node}`))]),
    ),
    ...table(
      'Groups',
      ['address', 'VNI', 'members'],
      groups.map(group => [group.address, `${group.vni}`, named(group.members)]),
    ),
    ...table(
      'Tunnels',
      ['from', 'to', 'VNI', 'why', 'MACs'],
      tunnels.map(({ from, to, vni, kinds, macs }) => [
        ...[from, to].map(id => address.get(id) ?? id),
        `${vni}`,
        list(kinds),
        `${macs}`,
      ]),
    ),
  ].join('\n')
}
