import { z } from 'zod'

/** A node's or host's name: a host name, and part of a namespace's name. */
const MachineName = z.string().regex(/^[a-z][a-z0-9-]{0,30}$/, 'small letters, digits and "-", beginning with a letter')
/** The kernel's limit is 15 bytes (IFNAMSIZ less one). */
const IfName = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,14}$/, 'at most 15 letters, digits, ".", "_" or "-"')
const Mac = z.string().regex(/^[0-9a-f]{2}(:[0-9a-f]{2}){5}$/, 'a MAC address in small letters')
const IpAddress = z.union([z.ipv4(), z.ipv6()])
const Prefix = z.union([z.cidrv4(), z.cidrv6()])
const VniNumber = z.int().min(0).max(16_777_215)
const VlanId = z.int().min(1).max(4094)
const Port = z.int().min(1).max(65535)
const Mtu = z.int().min(68).max(65535)

/** What a machine says it is. It changes files and the options its `ip` and `bridge` know, never the kernel. */
const Identity = z.strictObject({
  /** Lines of `/etc/os-release`; null where the system has no such file (VyOS 1.1 stands on Debian 6). */
  osRelease: z.record(z.string(), z.string()).nullable(),
  /** The release in `/opt/vyatta/etc/version`, in the form that release line writes. */
  vyos: z.string().optional(),
  debianVersion: z.string().optional(),
  /** false: `ip` and `bridge` refuse `-j` as releases before 4.7 (bridge) and 4.14 (ip) do. */
  iproute2Json: z.boolean().default(true),
})
export type Identity = z.infer<typeof Identity>

/** An end of a cable: a veth whose other end is a port of the segment's bridge in the fabric namespace. */
const Link = z.strictObject({
  name: IfName,
  segment: MachineName,
  mac: Mac.optional(),
  mtu: Mtu.optional(),
  vrf: IfName.optional(),
  addresses: z.array(Prefix).default([]),
})

const Vrf = z.strictObject({ name: IfName, table: z.int().min(1).max(4_294_967_295) })

const Bridge = z.strictObject({
  name: IfName,
  mac: Mac.optional(),
  mtu: Mtu.optional(),
  /** Seconds; the kernel's default is 300. */
  ageing: z.int().min(0).optional(),
  vlanFiltering: z.boolean().default(false),
  vrf: IfName.optional(),
  addresses: z.array(Prefix).default([]),
})

/** VLANs of a bridge port. `vni` maps the VLAN on a single VXLAN device (`tunnel_info`). */
const PortVlan = z.strictObject({
  vlan: VlanId,
  untagged: z.boolean().default(false),
  pvid: z.boolean().default(false),
  vni: VniNumber.optional(),
})

const Vxlan = z
  .strictObject({
    name: IfName,
    /** Absent on a single VXLAN device (`external`). */
    vni: VniNumber.optional(),
    external: z.boolean().default(false),
    vnifilter: z.boolean().default(false),
    vnis: z
      .array(z.strictObject({ vni: VniNumber, group: IpAddress.optional(), remote: IpAddress.optional() }))
      .default([]),
    group: IpAddress.optional(),
    remote: IpAddress.optional(),
    local: IpAddress.optional(),
    dev: IfName.optional(),
    /** Absent: the kernel's default, 8472. */
    port: Port.optional(),
    sourcePorts: z.tuple([Port, Port]).optional(),
    ttl: z.union([z.int().min(1).max(255), z.enum(['auto', 'inherit'])]).optional(),
    tos: z.union([z.int().min(0).max(255), z.literal('inherit')]).optional(),
    df: z.enum(['set', 'unset', 'inherit']).optional(),
    flowlabel: z.int().min(0).max(0xfffff).optional(),
    ageing: z.int().min(0).optional(),
    maxaddress: z.int().min(0).optional(),
    /** Switches of `ip link add … type vxlan`; what is absent stays at the kernel's default. */
    learning: z.boolean().optional(),
    proxy: z.boolean().optional(),
    rsc: z.boolean().optional(),
    l2miss: z.boolean().optional(),
    l3miss: z.boolean().optional(),
    udpcsum: z.boolean().optional(),
    udp6zerocsumtx: z.boolean().optional(),
    udp6zerocsumrx: z.boolean().optional(),
    gbp: z.boolean().optional(),
    mac: Mac.optional(),
    mtu: Mtu.optional(),
    disableIpv6: z.boolean().default(false),
    vrf: IfName.optional(),
    bridge: IfName.optional(),
    portVlans: z.array(PortVlan).default([]),
    /** Off where flooding is left to the flood list alone and neighbours are answered locally. */
    bridgeLearning: z.boolean().optional(),
    neighSuppress: z.boolean().optional(),
    vlanTunnel: z.boolean().optional(),
    addresses: z.array(Prefix).default([]),
  })
  .refine(device => device.external === (device.vni === undefined), 'a VXLAN device has a vni, or is external')

/** A row written into an FDB by hand. `append` gives the all-zero MAC one row per remote: head-end replication. */
const FdbRow = z.strictObject({
  dev: IfName,
  mac: Mac,
  mode: z.enum(['add', 'append']).default('append'),
  dst: IpAddress.optional(),
  nhid: z.int().min(1).optional(),
  port: Port.optional(),
  vni: VniNumber.optional(),
  srcVni: VniNumber.optional(),
  via: IfName.optional(),
  vlan: VlanId.optional(),
  at: z.enum(['self', 'master']).default('self'),
  /** `dynamic` ages, `static` does not, `permanent` is the kernel's default for rows by hand. */
  state: z.enum(['permanent', 'static', 'dynamic']).default('permanent'),
  externLearn: z.boolean().default(false),
})

const Nexthop = z.union([
  z.strictObject({ id: z.int().min(1), via: IpAddress }),
  z.strictObject({ id: z.int().min(1), group: z.array(z.int().min(1)).min(1) }),
])

const Route = z.strictObject({
  to: z.union([Prefix, z.literal('default')]),
  via: IpAddress.optional(),
  dev: IfName.optional(),
  vrf: IfName.optional(),
})

/** A machine of a tenant: a namespace behind a port of the node's bridge. It has no SSH. */
const Host = z.strictObject({
  name: MachineName,
  bridge: IfName,
  mac: Mac.optional(),
  mtu: Mtu.optional(),
  vlan: VlanId.optional(),
  addresses: z.array(Prefix).default([]),
  routes: z.array(Route).default([]),
})

const Node = z.strictObject({
  name: MachineName,
  identity: Identity,
  /** The ordinary user who logs in. */
  user: z.string().regex(/^[a-z][a-z0-9]{0,30}$/),
  /** Whether the inventory of the lab lists it, with a port on 127.0.0.1. Off: reachable over the underlay alone, by a jump. */
  reachable: z.boolean().default(true),
  /** Whether an sshd also listens on port 22 of the node's own addresses, inside its namespace. */
  sshOnUnderlay: z.boolean().default(false),
  vrfs: z.array(Vrf).default([]),
  links: z.array(Link).default([]),
  bridges: z.array(Bridge).default([]),
  vxlans: z.array(Vxlan).default([]),
  hosts: z.array(Host).default([]),
  nexthops: z.array(Nexthop).default([]),
  fdb: z.array(FdbRow).default([]),
  routes: z.array(Route).default([]),
})

const unique = (names: readonly string[]) => new Set(names).size === names.length

/** A topology, as data: `planNetwork` turns it into commands of `ip` and `bridge`. */
export const Scenario = z
  .strictObject({
    name: z.string().regex(/^[a-z0-9][a-z0-9-]{0,40}$/),
    description: z.string().min(1),
    /** Ethernet segments of the underlay, each a bridge in the fabric namespace. */
    segments: z.array(MachineName).min(1),
    nodes: z.array(Node).min(1),
  })
  .refine(
    ({ nodes }) => unique(['fabric', ...nodes.flatMap(node => [node.name, ...node.hosts.map(host => host.name)])]),
    {
      error: 'names of nodes and hosts are unique, and none is "fabric"',
    },
  )
  .refine(({ nodes, segments }) => nodes.every(node => node.links.every(link => segments.includes(link.segment))), {
    error: 'every link is on a segment that the scenario names',
  })

/** A scenario as written, defaults left out. */
export type ScenarioInput = z.input<typeof Scenario>
export type Scenario = z.infer<typeof Scenario>
export type ScenarioNode = Scenario['nodes'][number]
export type ScenarioHost = ScenarioNode['hosts'][number]
export type ScenarioVxlan = ScenarioNode['vxlans'][number]
export type ScenarioBridge = ScenarioNode['bridges'][number]
export type ScenarioFdbRow = ScenarioNode['fdb'][number]

/** What a scenario needs of the kernel beyond vxlan, veth and bridge. */
export type Feature = 'vlanFiltering' | 'vrf' | 'vnifilter' | 'nexthop'

/** Features in use, so that only those are probed. */
export const requiredFeatures = (scenario: Scenario): Feature[] => {
  const used = (feature: Feature, needs: (node: ScenarioNode) => boolean) =>
    scenario.nodes.some(needs) ? [feature] : []
  return [
    ...used('vlanFiltering', node => node.bridges.some(bridge => bridge.vlanFiltering)),
    ...used('vrf', node => node.vrfs.length > 0),
    ...used('vnifilter', node => node.vxlans.some(device => device.vnifilter)),
    ...used('nexthop', node => node.nexthops.length > 0),
  ]
}
