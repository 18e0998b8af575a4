import { z } from 'zod'
import { NodeName } from './inventory'
import { fail, ok, type Result } from './result'

/** In this file a schema's message is what it expects, whatever is wrong: one schema serves the form, REST and files. */
const DEVICE = 'a device name: a letter, then letters, digits, ".", "_" and "-", at most 15 in all (IFNAMSIZ)'
const DESCRIPTION = 'at most 255 bytes of printable text on one line'
const UNICAST = 'a unicast IPv4 or IPv6 address'
const GROUP = 'a multicast address: 224.0.0.0/4 or ff00::/8'
const CIDR = 'an address with its prefix length, as in 10.100.0.1/24'

/** The kernel takes nearly anything (`dev_valid_name`); these are the names that every tool takes. */
const DEVICE_NAME = /^[A-Za-z][A-Za-z0-9._-]{0,14}$/
/** `all` and `default` are folders of /proc/sys/net, `lo` is there already. */
const TAKEN_BY_THE_SYSTEM = ['all', 'default', 'lo']

const whole = (min: number, max: number) => {
  const expected = `a whole number from ${min} to ${max}`
  return z.int(expected).min(min, expected).max(max, expected)
}

const isAddress = (text: string): boolean => z.ipv4().safeParse(text).success || z.ipv6().safeParse(text).success
const isMulticast = (text: string): boolean => /^(?:22[4-9]|23\d)\.|^ff[0-9a-f]{2}:/i.test(text)
const isNoHost = (text: string): boolean => /^(?:0\.|127\.|255\.255\.255\.255$|::1?$|::ffff:)/i.test(text)
const isCidr = (text: string): boolean => z.cidrv4().safeParse(text).success || z.cidrv6().safeParse(text).success

const address = (expected: string, holds: (text: string) => boolean) =>
  z
    .string(expected)
    .max(64, expected)
    .refine(text => isAddress(text) && holds(text), expected)

const Unicast = address(UNICAST, text => !isMulticast(text) && !isNoHost(text))
const Group = address(GROUP, isMulticast)
const Cidr = z
  .string(CIDR)
  .max(64, CIDR)
  .refine(text => isCidr(text) && !isMulticast(text) && !isNoHost(text) && !text.endsWith('/0'), CIDR)

const DeviceName = z
  .string(DEVICE)
  .regex(DEVICE_NAME, DEVICE)
  .refine(name => !TAKEN_BY_THE_SYSTEM.includes(name), 'a name that the system does not use itself')

/** A device that is there already may begin with a digit too. */
const OtherDevice = z.string(DEVICE).regex(/^[A-Za-z0-9_][A-Za-z0-9._-]{0,14}$/, DEVICE)

/** IFALIASZ is 256 with its final NUL (linux/if.h). */
const MAX_ALIAS_BYTES = 255
const Description = z
  .string(DESCRIPTION)
  .max(MAX_ALIAS_BYTES, DESCRIPTION)
  .refine(text => !/[\p{C}\p{Zl}\p{Zp}]/u.test(text), DESCRIPTION)
  .refine(text => new TextEncoder().encode(text).length <= MAX_ALIAS_BYTES, DESCRIPTION)

const unique = <Item>(items: readonly Item[]): boolean => new Set(items).size === items.length

export const Persist = z.enum(['none', 'vyos', 'netplan', 'networkd'], 'none, vyos, netplan or networkd')
export type Persist = z.infer<typeof Persist>

const MAX_VNI = 0xffffff

const fields = {
  /** 24 bits on the wire (RFC 7348 §5). */
  vni: whole(0, MAX_VNI),
  group: Group,
  remotes: z.array(Unicast, 'a list of addresses').max(256, 'at most 256').refine(unique, 'each address once'),
  link: OtherDevice,
  local: Unicast,
  port: whole(1, 65_535),
  mtu: whole(68, 65_485),
  addresses: z.array(Cidr, 'a list of addresses').max(64, 'at most 64').refine(unique, 'each address once'),
  ttl: whole(0, 255),
  /** 1 is "inherit" (iproute2 ip/iplink_vxlan.c). */
  tos: whole(0, 255),
  df: z.enum(['set', 'unset', 'inherit'], 'set, unset or inherit'),
  learning: z.boolean('true or false'),
  /** Seconds. The kernel makes 300 of 0, so 0 isn't taken. */
  ageing: whole(1, 1_000_000),
  /** Empty: out of its bridge. */
  bridge: z.union([z.literal(''), OtherDevice], DEVICE),
  vlan: whole(1, 4094),
  description: Description,
  persist: Persist,
}

/** What one node is to have. In an update, what isn't named stays as it is. */
export const ChangeNode = z.strictObject(
  {
    node: NodeName,
    action: z.enum(['create', 'update', 'delete'], 'create, update or delete'),
    name: DeviceName,
    vni: fields.vni.optional(),
    group: fields.group.optional(),
    remotes: fields.remotes.optional(),
    link: fields.link.optional(),
    local: fields.local.optional(),
    port: fields.port.optional(),
    mtu: fields.mtu.optional(),
    addresses: fields.addresses.optional(),
    ttl: fields.ttl.optional(),
    tos: fields.tos.optional(),
    df: fields.df.optional(),
    learning: fields.learning.optional(),
    ageing: fields.ageing.optional(),
    bridge: fields.bridge.optional(),
    vlan: fields.vlan.optional(),
    description: fields.description.optional(),
    persist: fields.persist.optional(),
  },
  'what a node is to have, as in { node: ubuntu, action: create, name: vxlan100, vni: 100 }',
)
export type ChangeNode = z.infer<typeof ChangeNode>

/** A change of VXLAN devices, on one node or several; each node once. */
export const Change = z.strictObject(
  { nodes: z.array(ChangeNode, 'a list of nodes').min(1, 'at least one node').max(500, 'at most 500 nodes') },
  'a mapping with "nodes" in it',
)
export type Change = z.infer<typeof Change>

/** One thing that stands against a change. `field` is the change's own; empty where it is the node as a whole. */
export const FieldProblem = z.object({ node: z.string(), field: z.string(), message: z.string() })
export type FieldProblem = z.infer<typeof FieldProblem>

export const ChangeRefusal = z.object({
  error: z.object({ code: z.literal('changeRefused'), message: z.string(), hint: z.string() }),
  fields: z.array(FieldProblem),
})
export type ChangeRefusal = z.infer<typeof ChangeRefusal>

/** Why a change is refused, as every way in says it. */
export const refusalOf = (found: readonly FieldProblem[]): ChangeRefusal => {
  const problems = [...new Map(found.map(each => [JSON.stringify(each), each])).values()]
  return {
    error: {
      code: 'changeRefused',
      message: `${problems.length === 1 ? '1 thing stands' : `${problems.length} things stand`} against this change`,
      hint: 'Nothing was sent to any node. Mend the fields named and plan again.',
    },
    fields: problems,
  }
}

const recordOf = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : {}

/** The name a node has in the input, where it has one; else its place. */
const nodeAt = (input: unknown, index: unknown): string => {
  const nodes = recordOf(input).nodes
  const name = Array.isArray(nodes) ? recordOf(nodes[Number(index)]).node : undefined
  return typeof name === 'string' && NodeName.safeParse(name).success ? name : `nodes[${String(index)}]`
}

const problemsOf = (input: unknown, { code, path, message, ...rest }: z.core.$ZodIssue): FieldProblem[] => {
  const [first, index, ...inner] = path
  const node = first === 'nodes' && index !== undefined ? nodeAt(input, index) : ''
  const field = node === '' ? String(first ?? '') : inner.map(String).join('.')
  if (code === 'unrecognized_keys' && 'keys' in rest) {
    const known = Object.keys(ChangeNode.shape).join(', ')
    const message = node === '' ? 'a change holds "nodes" alone' : `no such field; there are ${known}`
    return rest.keys.map(key => ({ node, field: key.slice(0, 64), message }))
  }
  return [{ node, field, message: `expected ${message}` }]
}

const REMOVAL = ['node', 'action', 'name', 'vni', 'persist']

/** What the shape of a single field can't say. */
const acrossFields = ({ nodes }: Change): FieldProblem[] =>
  nodes.flatMap((each, index) => {
    const { node, action, vni } = each
    const problems: FieldProblem[] = []
    const add = (field: string, message: string) => problems.push({ node, field, message })
    if (nodes.findIndex(other => other.node === node) !== index) add('node', 'expected each node once in a change')
    if (action === 'create' && vni === undefined) add('vni', `expected a whole number from 0 to ${MAX_VNI}`)
    if (action === 'delete') {
      for (const field of Object.keys(each).filter(key => !REMOVAL.includes(key)))
        add(field, 'a delete takes no such field')
    }
    if (each.vlan !== undefined && each.bridge === '') add('vlan', 'a VLAN needs a bridge')
    return problems
  })

/** Anything from outside → a change, or what is wrong with which field of which node. Values are never repeated in messages. */
export const parseChange = (input: unknown): Result<Change, ChangeRefusal> => {
  const parsed = Change.safeParse(input)
  if (!parsed.success) return fail(refusalOf(parsed.error.issues.flatMap(issue => problemsOf(input, issue))))
  const problems = acrossFields(parsed.data)
  return problems.length > 0 ? fail(refusalOf(problems)) : ok(parsed.data)
}
