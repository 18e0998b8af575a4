import { z } from 'zod'
import { ApiError } from './error'
import { FdbKind, FdbRow, Head, Iso, Moment, Node, Overlay, State, Tunnel } from './overlay'
import { fromDigits, within } from './whole-number'

/** A device of a node, as `/nodes/{name}` shows it. `null` is what the node did not tell. */
export const ApiLink = z.object({
  ifindex: z.int(),
  ifname: z.string(),
  link: z.string().nullable(),
  mac: z.string().nullable(),
  mtu: z.int().nullable(),
  up: z.boolean(),
  operstate: z.string().nullable(),
  master: z.string().nullable(),
  kind: z.string().nullable(),
  alias: z.string().nullable(),
  vxlan: z
    .object({
      vni: z.int().nullable(),
      group: z.string().nullable(),
      remote: z.string().nullable(),
      local: z.string().nullable(),
      port: z.int().nullable(),
      srcPort: z.tuple([z.int(), z.int()]).nullable(),
      ttl: z.int().nullable(),
      tos: z.string().nullable(),
      df: z.string().nullable(),
      ageing: z.int().nullable(),
      learning: z.boolean().nullable(),
      proxy: z.boolean(),
      external: z.boolean(),
      vnifilter: z.boolean(),
    })
    .nullable(),
  bridge: z.object({ ageing: z.int().nullable(), vlanFiltering: z.boolean().nullable() }).nullable(),
  neighSuppress: z.boolean(),
  addresses: z.array(z.object({ address: z.string(), prefixlen: z.int(), scope: z.string().nullable() })),
  evidence: z.string(),
  rendered: z.boolean(),
})
export type ApiLink = z.infer<typeof ApiLink>

/** For resources that take no parameters (yet). */
export const NoQuery = z.strictObject({})

/** An OpenAPI 3.1 document. */
export const OpenApiAnswer = z.record(z.string(), z.unknown())

/** `none` leaves out the lines that tunnels were read from, which are most of an overlay; `/tunnels/{id}` gives those of one. */
export const EvidenceWanted = z.enum(['all', 'none'])

/** `at`: the overlay as it was then. */
export const OverlayQuery = z.strictObject({ at: Moment.optional(), evidence: EvidenceWanted.default('all') })
export type OverlayQuery = z.infer<typeof OverlayQuery>

export const OverlayAnswer = Head.extend(Overlay.shape)
export type OverlayAnswer = z.infer<typeof OverlayAnswer>

export const TunnelQuery = z.strictObject({ at: Moment.optional() })

export const TunnelAnswer = Head.extend({ tunnel: Tunnel })
export type TunnelAnswer = z.infer<typeof TunnelAnswer>

export const NodesAnswer = Head.extend({
  nodes: z.array(Node),
  /** Why the inventory's file, as it is now, is not in use; the last good one is. */
  inventoryError: ApiError.nullable(),
})
export type NodesAnswer = z.infer<typeof NodesAnswer>

export const NodeAnswer = Head.extend({ node: Node, links: z.array(ApiLink) })
export type NodeAnswer = z.infer<typeof NodeAnswer>

export const RawAnswer = Head.extend({
  node: z.string(),
  outputs: z.array(
    z.object({
      command: z.string(),
      format: z.enum(['json', 'text']),
      output: z.string(),
      readAt: Iso,
      issues: z.array(z.object({ line: z.int(), text: z.string() })),
    }),
  ),
})
export type RawAnswer = z.infer<typeof RawAnswer>

export const FdbAnswer = Head.extend({ total: z.int(), rows: z.array(FdbRow), nextCursor: z.string().nullable() })
export type FdbAnswer = z.infer<typeof FdbAnswer>

export const FDB_SORT_FIELDS = [
  'node',
  'ifname',
  'mac',
  'vni',
  'vlan',
  'dst',
  'kind',
  'state',
  'used',
  'updated',
  'ageing',
  'firstSeenAt',
  'moves',
] as const

/** Rows of one answer where no limit is asked for. */
export const FDB_PAGE = 200

/** Rows of a file at most; its name says of how many they are the first. */
export const EXPORT_LIMIT = 1_000_000

/** What `/fdb` may be asked; all words of `q` and all fields must hold. */
export const FdbQuery = z.strictObject({
  /** Rows as they were then. */
  at: Moment.optional(),
  q: z.string().max(1000).optional(),
  vni: fromDigits(within(0, 16_777_215)).optional(),
  node: z.string().max(63).optional(),
  mac: z.string().max(64).optional(),
  dst: z.string().max(64).optional(),
  kind: FdbKind.optional(),
  state: State.optional(),
  /** `overlay` leaves out rows that have nothing to do with VXLAN: the address filters of ordinary devices. */
  scope: z.enum(['all', 'overlay']).default('all'),
  sort: z
    .string()
    .regex(
      new RegExp(`^-?(${FDB_SORT_FIELDS.join('|')})$`),
      `one of ${FDB_SORT_FIELDS.join(', ')}, with "-" before it for descending`,
    )
    .optional(),
  limit: fromDigits(within(1, EXPORT_LIMIT).default(FDB_PAGE)),
  cursor: z.string().max(200).optional(),
  /** As a file with a name that says what is in it. */
  format: z.enum(['json', 'csv']).optional(),
})
export type FdbQuery = z.infer<typeof FdbQuery>

/** MACs of one question about vendors, at most. */
export const VENDORS_AT_ONCE = 200

/** `mac`: MACs or their first six digits or more, in any notation, with "," between. */
export const VendorsQuery = z.strictObject({
  mac: z
    .string()
    .min(1)
    .max(VENDORS_AT_ONCE * 20),
})

/** By each MAC as it was asked for, who the IEEE gave its prefix to; `null` where that is nobody or not known. */
export const VendorsAnswer = z.object({ vendors: z.record(z.string(), z.string().nullable()) })
export type VendorsAnswer = z.infer<typeof VendorsAnswer>
