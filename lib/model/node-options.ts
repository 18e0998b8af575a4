import { z } from 'zod'
import { Persist } from './change'
import { NodeName } from './inventory'
import { Head } from './overlay'
import { Method } from './plan'

/** What a node's platform and release take of a VXLAN device. A setting that is `false` is not offered there. */
export const Limits = z.object({
  /** VyOS takes names of "vxlan" and digits alone. */
  vxlanNames: z.boolean(),
  maxVni: z.int(),
  /** The port it always has; `null` where it can be set. */
  fixedPort: z.int().nullable(),
  mtu: z.tuple([z.int(), z.int()]),
  /** Under a VXLAN. */
  ipv6: z.boolean(),
  /** Peers of head-end replication at most. */
  remotes: z.int(),
  /** Neither a group nor remotes will do. */
  alone: z.boolean(),
  local: z.boolean(),
  ttl: z.boolean(),
  tos: z.boolean(),
  df: z.boolean(),
  learning: z.boolean(),
  ageing: z.boolean(),
  vlan: z.boolean(),
  /** A description of plain ASCII alone. */
  asciiDescription: z.boolean(),
})
export type Limits = z.infer<typeof Limits>

/** A device that a VXLAN can send by. */
export const Underlay = z.object({
  ifname: z.string(),
  up: z.boolean(),
  mtu: z.int().nullable(),
  addresses: z.array(z.string()),
  /** VXLAN devices that stand on it. */
  vxlans: z.int(),
})
export type Underlay = z.infer<typeof Underlay>

/** A VXLAN device as it is; `null` is what the node didn't tell. */
export const PresentDevice = z.object({
  name: z.string(),
  vni: z.int(),
  group: z.string().nullable(),
  remotes: z.array(z.string()),
  link: z.string().nullable(),
  local: z.string().nullable(),
  port: z.int(),
  mtu: z.int().nullable(),
  addresses: z.array(z.string()),
  ttl: z.int().nullable(),
  tos: z.int().nullable(),
  df: z.string().nullable(),
  learning: z.boolean().nullable(),
  ageing: z.int().nullable(),
  bridge: z.string().nullable(),
  description: z.string(),
  /** How it is kept over a restart now, as far as the node shows it. */
  persist: Persist,
  /** MACs learned on it. */
  learned: z.int(),
})
export type PresentDevice = z.infer<typeof PresentDevice>

/** What a form needs to know of one node. */
export const NodeOptions = z.object({
  node: z.string(),
  /** `null` where nothing can be changed; `why` says why. */
  method: Method.nullable(),
  /** How it is named: `VyOS 1.1`, `Linux`. */
  title: z.string(),
  why: z.string().nullable(),
  limits: Limits.nullable(),
  /** Ways to keep a device over a restart; `why` says what stands against one. The first is what is taken unless told otherwise. */
  persist: z.array(z.object({ value: Persist, why: z.string().nullable() })),
  /** How we reach the node, as it sees it: our address, its own, and the device between. `null` is what it did not tell. */
  path: z.object({ client: z.string().nullable(), server: z.string().nullable(), dev: z.string().nullable() }),
  underlays: z.array(Underlay),
  bridges: z.array(z.string()),
  devices: z.array(PresentDevice),
  /** Names that are taken. */
  names: z.array(z.string()),
})
export type NodeOptions = z.infer<typeof NodeOptions>

/** As many nodes at once as a change may have. */
export const MAX_NODES = 500

const NAMES = `names of nodes, at most ${MAX_NODES}, with "," between`

/** Without `nodes`, only what holds for all changes. */
export const OptionsQuery = z.strictObject({
  nodes: z
    .string()
    .transform(text => [...new Set(text.split(','))])
    .refine(names => names.length <= MAX_NODES && names.every(name => NodeName.safeParse(name).success), NAMES)
    .optional(),
})

export const OptionsAnswer = Head.extend({
  readOnly: z.boolean(),
  /** Seconds after which a node undoes by itself what isn't kept. */
  undoAfter: z.int(),
  /** So many seconds later for each node that is begun after it (`undoAfterOf`). */
  undoLater: z.int(),
  nodes: z.array(NodeOptions),
})
export type OptionsAnswer = z.infer<typeof OptionsAnswer>
