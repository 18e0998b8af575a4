import fc from 'fast-check'

const HOSTILE = [
  "it's",
  'a\nb',
  '$(touch pwned)',
  '`id`',
  '; reboot',
  '--help',
  '-x',
  'ünï',
  '"q"',
  'a\\b',
  'x'.repeat(10_000),
  '',
  ' ',
]

const octet = fc.integer({ min: 1, max: 254 })
const ipv4 = fc.tuple(octet, octet).map(([a, b]) => `10.0.${a}.${b}`)
const ipv6 = fc.integer({ min: 1, max: 0xffff }).map(n => `2001:db8:7::${n.toString(16)}`)
const group = fc.oneof(
  octet.map(n => `239.1.1.${n}`),
  octet.map(n => `ff05::${n.toString(16)}`),
)
const odd = fc.oneof(fc.constantFrom(...HOSTILE), fc.integer(), fc.constant(null))

/** Mostly sane, now and then not. */
const mostly = <Value>(sane: fc.Arbitrary<Value>) =>
  fc.oneof({ weight: 60, arbitrary: sane }, { weight: 1, arbitrary: odd })

const address = fc.oneof(
  fc.tuple(octet, octet).map(([a, b]) => `10.100.${a}.${b}/24`),
  octet.map(n => `2001:db8:64::${n.toString(16)}/64`),
  octet.map(n => `10.0.1.${n}/16`),
)

const EXTRAS = [
  'local',
  'port',
  'mtu',
  'ttl',
  'tos',
  'df',
  'learning',
  'ageing',
  'bridge',
  'vlan',
  'description',
  'persist',
] as const
const FLOODS = [['group'], ['group'], ['remotes'], ['remotes'], ['group', 'remotes'], []] as const

const anyFields = (kind: 'vyos' | 'linux' | 'any') =>
  fc.record({
    node: fc.constant('n1'),
    action: fc.constant('create'),
    name: mostly(
      kind === 'linux'
        ? fc.constantFrom('vxlan100', 'vx-blue', 'overlay.7', 'v')
        : kind === 'vyos'
          ? fc.nat(4094).map(n => `vxlan${n}`)
          : fc.constantFrom('vxlan7', 'vx7', 'eth1', 'lo', 'br0'),
    ),
    vni: mostly(
      fc.oneof(fc.integer({ min: 1, max: 5000 }), fc.constantFrom(0, 16_777_213, 16_777_214, 16_777_215, 16_777_216)),
    ),
    group: mostly(group),
    remotes: mostly(fc.uniqueArray(fc.oneof({ weight: 3, arbitrary: ipv4 }, ipv6), { minLength: 1, maxLength: 3 })),
    link: mostly(fc.constantFrom('eth1', 'eth1', 'eth1', 'eth1', 'eth1', 'eth2', 'nope')),
    local: mostly(fc.constantFrom('10.0.2.1', '10.0.2.1', '2001:db8::1')),
    port: mostly(fc.constantFrom(4789, 8472, 8472, 8472, 1, 65_535)),
    mtu: mostly(
      fc.oneof(fc.integer({ min: 1280, max: 1450 }), fc.constantFrom(1450, 1450, 1450, 1500, 1200, 68, 9000, 16_000)),
    ),
    addresses: mostly(fc.uniqueArray(address, { maxLength: 2 })),
    ttl: mostly(fc.constantFrom(16, 16, 0, 64, 255)),
    tos: mostly(fc.integer({ min: 0, max: 255 })),
    df: mostly(fc.constantFrom('set', 'unset', 'inherit')),
    learning: mostly(fc.boolean()),
    ageing: mostly(fc.constantFrom(300, 30, 3600)),
    bridge: mostly(fc.constantFrom('br0', 'br0', '', 'br9')),
    vlan: mostly(fc.integer({ min: 1, max: 4094 })),
    description: mostly(fc.oneof(fc.constantFrom('tenant blue', 'x', ...HOSTILE), fc.string({ maxLength: 40 }))),
    persist: fc.constantFrom('none', 'vyos', 'netplan', 'networkd'),
  })

/**
 * A `create` as a person, or somebody worse, might send it: some fields, mostly sane ones. `vyos`: names that VyOS takes,
 * most often.
 */
export const anyChangeNode = (kind: 'vyos' | 'linux' | 'any') =>
  fc
    .tuple(anyFields(kind), fc.constantFrom(...FLOODS), fc.subarray([...EXTRAS], { maxLength: 3 }), fc.boolean())
    .map(([fields, floods, extras, addressed]): Record<string, unknown> => {
      const always = ['node', 'action', 'name', 'vni', 'link', ...(addressed ? ['addresses'] : [])]
      const named: string[] = [...always, ...floods, ...extras]
      return Object.fromEntries(Object.entries(fields).filter(([key]) => named.includes(key)))
    })
