import { z } from 'zod'
import { FdbRow, Group, Node, Tunnel, Vni, Vtep } from './overlay'
import { fromDigits, within } from './whole-number'

const changed = <Thing extends z.ZodType>(thing: Thing) =>
  z.object({ put: z.array(thing), remove: z.array(z.string()) })

/** What one revision changed. `remove` holds ids; a node's is its name, a VNI's its number as text. */
export const StreamDelta = z.object({
  revision: z.string(),
  nodes: changed(Node),
  vteps: changed(Vtep),
  vnis: changed(Vni),
  groups: changed(Group),
  tunnels: changed(Tunnel),
  fdb: changed(FdbRow),
})
export type StreamDelta = z.infer<typeof StreamDelta>

/**
 * What a client may leave out of the stream. `vni` and `node` narrow `fdb`. `since` is the revision of what the client has
 * fetched, for its first connection; after that `Last-Event-ID` tells it.
 */
export const StreamQuery = z.strictObject({
  topics: z
    .string()
    .regex(
      /^(overlay|fdb|events|changes)(,(overlay|fdb|events|changes))*$/,
      'overlay, fdb, events and changes, with "," between',
    )
    .optional(),
  vni: fromDigits(within(0, 16_777_215)).optional(),
  node: z.string().max(63).optional(),
  since: z.string().max(64).optional(),
  /** `none`: tunnels without the lines they were read from. */
  evidence: z.enum(['all', 'none']).optional(),
})
export type StreamQuery = z.infer<typeof StreamQuery>

export const Heartbeat = z.object({ now: z.iso.datetime({ precision: 3 }) })
export type Heartbeat = z.infer<typeof Heartbeat>

/** What is different between two states of the overlay. */
export type OverlayDelta = Omit<StreamDelta, 'revision'>
