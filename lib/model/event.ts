import { z } from 'zod'
import { FdbRow, Group, Iso, Node, Tunnel, Vni, Vtep } from './overlay'

/** `learned` is what the kernel found out, `added` what somebody configured. */
export const EventKind = z.enum([
  'learned',
  'added',
  'moved',
  'gone',
  'linkUp',
  'linkDown',
  'linkAdded',
  'linkGone',
  'linkChanged',
  'nodeConnected',
  'nodeLost',
  'nodeRefused',
  'flapping',
  'change',
  'findingOpened',
  'findingClosed',
])
export type EventKind = z.infer<typeof EventKind>

/**
 * Why a row went. `flushed`: deleted before its time while its device was up, by whomever. `replaced`: something else
 * stands in its place. `unknown`: it happened while nobody looked.
 */
export const EventReason = z.enum(['aged', 'moved', 'flushed', 'deviceDown', 'deviceDeleted', 'replaced', 'unknown'])
export type EventReason = z.infer<typeof EventReason>

/** One thing that happened. The same thing at the same moment has the same id. */
export const Event = z.object({
  id: z.string(),
  at: Iso,
  node: z.string(),
  kind: EventKind,
  reason: EventReason.nullable(),
  /** As it is since, or, of a row that went, as it was. */
  row: FdbRow.nullable(),
  /** Where a MAC was and is: a VTEP's address, a next-hop group or a bridge's port. */
  from: z.string().nullable(),
  to: z.string().nullable(),
  /** For people. */
  text: z.string(),
})
export type Event = z.infer<typeof Event>

const change = <Thing extends z.ZodType, Id extends z.ZodType>(thing: Thing, id: Id) =>
  z.object({ put: z.array(thing), remove: z.array(id) })

/** What is different between two revisions. Nodes are removed by name, VNIs by number, all else by id. */
export const OverlayDelta = z.object({
  nodes: change(Node, z.string()),
  vteps: change(Vtep, z.string()),
  vnis: change(Vni, z.int()),
  groups: change(Group, z.string()),
  tunnels: change(Tunnel, z.string()),
  fdb: change(FdbRow, z.string()),
})
export type OverlayDelta = z.infer<typeof OverlayDelta>

/** `event: delta` of the stream. */
export const Delta = OverlayDelta.extend({ revision: z.string() })
export type Delta = z.infer<typeof Delta>
