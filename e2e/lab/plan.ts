import { type Command, inNamespace, namespaceOf, type Tools } from './command'
import { planVxlan, vxlanPortCommands } from './plan-vxlan'
import type { Scenario, ScenarioBridge, ScenarioFdbRow, ScenarioHost, ScenarioNode } from './scenario'

/** The port of the fabric's bridge that a node's link is plugged into: what a test takes down or throttles. */
export interface FabricPort {
  node: string
  link: string
  segment: string
  port: string
}

export interface NetworkPlan {
  namespaces: string[]
  /** Cables and bridges of the underlay, before any node's own commands. */
  fabric: Command[]
  /** Per node, independent of each other. */
  nodes: Command[][]
  ports: FabricPort[]
  /** Devices that stand in each namespace when all is well. */
  devices: Record<string, string[]>
}

/** `nodad`: an IPv6 address that waits for duplicate detection can't be bound by sshd or vxlan yet. */
const addressCommands = ({ ip }: Tools, dev: string, addresses: readonly string[]): Command[] =>
  addresses.map(address => ip('addr', 'add', address, ...(address.includes(':') ? ['nodad'] : []), 'dev', dev))

const option = (word: string, value: string | number | undefined): string[] =>
  value === undefined ? [] : [word, String(value)]

const planFabric = (instance: string, scenario: Scenario, ports: readonly FabricPort[]): Command[] => {
  const tools = inNamespace(namespaceOf(instance, 'fabric'))
  const { ip, sysctl } = tools
  const segments = scenario.segments.flatMap(segment => [
    // Snooping without a querier would age the group's members out.
    ip('link', 'add', segmentBridge(scenario, segment), 'type', 'bridge', 'mcast_snooping', '0', 'stp_state', '0'),
    ip('link', 'set', segmentBridge(scenario, segment), 'mtu', String(segmentMtu(scenario, segment)), 'up'),
  ])
  const cables = ports.flatMap(({ node, link, segment, port }) => {
    const { mac, mtu } = scenario.nodes.find(({ name }) => name === node)?.links.find(({ name }) => name === link) ?? {}
    const far = [
      'peer',
      'name',
      link,
      ...option('address', mac),
      ...option('mtu', mtu),
      'netns',
      namespaceOf(instance, node),
    ]
    return [
      ip('link', 'add', port, ...option('mtu', mtu), 'type', 'veth', ...far),
      ip('link', 'set', port, 'alias', `${node}:${link}`, 'master', segmentBridge(scenario, segment), 'up'),
    ]
  })
  return [sysctl('net/ipv6/conf/default/disable_ipv6', '1'), ...segments, ...cables]
}

const segmentBridge = (scenario: Scenario, segment: string): string => `seg${scenario.segments.indexOf(segment)}`

const segmentMtu = (scenario: Scenario, segment: string): number =>
  Math.max(
    1500,
    ...scenario.nodes.flatMap(node => node.links.map(link => (link.segment === segment ? (link.mtu ?? 0) : 0))),
  )

const planBridge = (tools: Tools, bridge: ScenarioBridge): Command[] => [
  tools.ip(
    ...['link', 'add', bridge.name, ...option('address', bridge.mac), 'type', 'bridge'],
    // In 1/100 s there.
    ...option('ageing_time', bridge.ageing === undefined ? undefined : bridge.ageing * 100),
    ...['mcast_snooping', '0'],
    ...(bridge.vlanFiltering ? ['vlan_filtering', '1', 'vlan_default_pvid', '0'] : []),
  ),
  ...(bridge.mtu === undefined ? [] : [tools.ip('link', 'set', bridge.name, 'mtu', String(bridge.mtu))]),
  ...(bridge.vrf === undefined ? [] : [tools.ip('link', 'set', bridge.name, 'master', bridge.vrf)]),
  // A switch sends nothing of its own: its router solicitations would be learned on the far side.
  ...(bridge.addresses.length === 0 ? [tools.sysctl(`net/ipv6/conf/${bridge.name}/disable_ipv6`, '1')] : []),
  ...addressCommands(tools, bridge.name, bridge.addresses),
  tools.ip('link', 'set', bridge.name, 'up'),
]

const fdbCommand = ({ bridge }: Tools, row: ScenarioFdbRow): Command =>
  bridge(
    ...['fdb', row.mode, row.mac, 'dev', row.dev],
    ...option('dst', row.dst),
    ...option('nhid', row.nhid),
    ...option('port', row.port),
    ...option('vni', row.vni),
    ...option('src_vni', row.srcVni),
    ...option('via', row.via),
    ...option('vlan', row.vlan),
    ...[row.at, row.state],
    ...(row.externLearn ? ['extern_learn'] : []),
  )

type Route = ScenarioNode['routes'][number]

const routeCommand = ({ ip }: Tools, { to, via, dev, vrf }: Route): Command =>
  ip(
    ...(to.includes(':') || via?.includes(':') ? ['-6'] : []),
    'route',
    'add',
    to,
    ...option('via', via),
    ...option('dev', dev),
    ...option('vrf', vrf),
  )

const nexthopCommand = ({ ip }: Tools, nexthop: ScenarioNode['nexthops'][number]): Command =>
  'via' in nexthop
    ? ip('nexthop', 'add', 'id', String(nexthop.id), 'via', nexthop.via, 'fdb')
    : ip('nexthop', 'add', 'id', String(nexthop.id), 'group', nexthop.group.join('/'), 'fdb')

/** The bridge's port towards a host: `h0`, `h1`, … in the order of the scenario. */
const planHost = (instance: string, node: Tools, host: ScenarioHost, index: number): Command[] => {
  const port = `h${index}`
  const inside = inNamespace(namespaceOf(instance, host.name))
  const far = ['peer', 'name', 'eth0', ...option('address', host.mac), ...option('mtu', host.mtu)]
  return [
    node.ip(
      'link',
      'add',
      port,
      ...option('mtu', host.mtu),
      'type',
      'veth',
      ...far,
      'netns',
      namespaceOf(instance, host.name),
    ),
    node.sysctl(`net/ipv6/conf/${port}/disable_ipv6`, '1'),
    node.ip('link', 'set', port, 'alias', host.name, 'master', host.bridge, 'up'),
    ...(host.vlan === undefined
      ? []
      : [node.bridge('vlan', 'add', 'vid', String(host.vlan), 'dev', port, 'pvid', 'untagged')]),
    inside.ip('link', 'set', 'lo', 'up'),
    ...(host.addresses.some(address => address.includes(':'))
      ? []
      : [inside.sysctl('net/ipv6/conf/eth0/disable_ipv6', '1')]),
    ...addressCommands(inside, 'eth0', host.addresses),
    inside.ip('link', 'set', 'eth0', 'up'),
    ...host.routes.map(route => routeCommand(inside, route)),
  ]
}

const planNode = (instance: string, node: ScenarioNode): Command[] => {
  const tools = inNamespace(namespaceOf(instance, node.name))
  const { ip } = tools
  return [
    ip('link', 'set', 'lo', 'up'),
    ...node.vrfs.flatMap(({ name, table }) => [
      ip('link', 'add', name, 'type', 'vrf', 'table', String(table)),
      ip('link', 'set', name, 'up'),
    ]),
    ...node.links.flatMap(({ name, vrf, addresses }) => [
      ...(vrf === undefined ? [] : [ip('link', 'set', name, 'master', vrf)]),
      ...addressCommands(tools, name, addresses),
      ip('link', 'set', name, 'up'),
    ]),
    ...node.routes
      .filter(route => !route.dev || node.links.some(({ name }) => name === route.dev))
      .map(route => routeCommand(tools, route)),
    ...node.bridges.flatMap(bridge => planBridge(tools, bridge)),
    ...node.vxlans.flatMap(device => [
      ...planVxlan(tools, device),
      ...addressCommands(tools, device.name, device.addresses),
      ip('link', 'set', device.name, 'up'),
      ...vxlanPortCommands(tools, device),
    ]),
    ...node.hosts.flatMap((host, index) => planHost(instance, tools, host, index)),
    ...node.nexthops.map(nexthop => nexthopCommand(tools, nexthop)),
    ...node.fdb.map(row => fdbCommand(tools, row)),
    ...node.routes
      .filter(route => route.dev && !node.links.some(({ name }) => name === route.dev))
      .map(route => routeCommand(tools, route)),
  ]
}

const devicesOf = (node: ScenarioNode): string[] => [
  ...[...node.vrfs, ...node.links, ...node.bridges, ...node.vxlans].map(({ name }) => name),
  ...node.hosts.map((_, index) => `h${index}`),
]

/**
 * A scenario as commands, in order: namespaces, then the fabric, then the nodes. No command touches the namespace it is
 * started from: cables are made in the fabric's namespace with their far end already in the node's.
 */
export const planNetwork = (instance: string, scenario: Scenario): NetworkPlan => {
  const ports = scenario.nodes
    .flatMap(node => node.links.map(link => ({ node: node.name, link: link.name, segment: link.segment })))
    .map((port, index) => ({ ...port, port: `p${index}` }))
  const machines = ['fabric', ...scenario.nodes.flatMap(node => [node.name, ...node.hosts.map(({ name }) => name)])]
  const devices = [
    [
      'fabric',
      [...scenario.segments.map(segment => segmentBridge(scenario, segment)), ...ports.map(({ port }) => port)],
    ],
    ...scenario.nodes.map(node => [node.name, devicesOf(node)] as const),
    ...scenario.nodes.flatMap(node => node.hosts.map(host => [host.name, ['eth0']] as const)),
  ] as const
  return {
    namespaces: machines.map(machine => namespaceOf(instance, machine)),
    fabric: planFabric(instance, scenario, ports),
    nodes: scenario.nodes.map(node => planNode(instance, node)),
    ports,
    devices: Object.fromEntries(devices.map(([machine, names]) => [namespaceOf(instance, machine), [...names]])),
  }
}
