import { z } from 'zod'
import { FdbRow, Iso, Moment } from './overlay'
import { fromDigits, within } from './whole-number'

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
  'notRecorded',
])
export type EventKind = z.infer<typeof EventKind>

/** Why a row went. `unknown`: the node could not be reached when it happened. */
export const EventReason = z.enum(['aged', 'moved', 'flushed', 'deviceDown', 'deviceDeleted', 'replaced', 'unknown'])
export type EventReason = z.infer<typeof EventReason>

/**
 * Something that happened; `notRecorded` stands in the history where events are missing. `row` is the row as it is after a `learned`, `added` or `moved`, and as it last was before a
 * `gone`; `from` and `to` are the places of a move.
 */
export const Event = z.object({
  id: z.string(),
  at: Iso,
  node: z.string(),
  kind: EventKind,
  reason: EventReason.nullable(),
  row: FdbRow.nullable(),
  from: z.string().nullable(),
  to: z.string().nullable(),
  /** One sentence for people. */
  text: z.string(),
})
export type Event = z.infer<typeof Event>

/** Events of one answer where no limit is asked for. */
export const EVENTS_PAGE = 100

/** What `/events` may be asked; all that is given must hold. `since` is inclusive, `until` exclusive. */
export const EventQuery = z.strictObject({
  since: Moment.optional(),
  until: Moment.optional(),
  mac: z.string().max(64).optional(),
  vni: fromDigits(within(0, 16_777_215)).optional(),
  node: z.string().max(63).optional(),
  kind: EventKind.optional(),
  /** Which come first. */
  order: z.enum(['newest', 'oldest']).default('newest'),
  limit: fromDigits(within(1, 1000).default(EVENTS_PAGE)),
  cursor: z.string().max(200).optional(),
})
export type EventQuery = z.infer<typeof EventQuery>

/** Newest first, unless asked for the oldest. */
export const EventsAnswer = z.object({ events: z.array(Event), nextCursor: z.string().nullable() })
export type EventsAnswer = z.infer<typeof EventsAnswer>

/** Buckets of one answer where no number is asked for. */
export const DENSITY_BUCKETS = 120

/** What `/events/density` may be asked. Without `since` from the oldest moment that is kept, without `until` to now. */
export const DensityQuery = EventQuery.omit({ limit: true, cursor: true, order: true }).extend({
  buckets: fromDigits(within(1, 500).default(DENSITY_BUCKETS)),
})
export type DensityQuery = z.infer<typeof DensityQuery>

/**
 * How much happened when. Each bucket begins with its `at` and is `bucketMs` long; those in which nothing happened are left
 * out. In a gap nobody recorded: the server didn't run. Before `oldestAt` nothing is kept; `null`: nothing is recorded yet.
 */
export const DensityAnswer = z.object({
  now: Iso,
  since: Iso,
  until: Iso,
  bucketMs: z.int(),
  oldestAt: Iso.nullable(),
  gaps: z.array(z.object({ from: Iso, to: Iso })),
  buckets: z.array(z.object({ at: Iso, counts: z.partialRecord(EventKind, z.int()) })),
})
export type DensityAnswer = z.infer<typeof DensityAnswer>
