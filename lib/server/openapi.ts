import { z } from 'zod'
import {
  FdbAnswer,
  FdbQuery,
  NodeAnswer,
  NodesAnswer,
  OverlayAnswer,
  OverlayQuery,
  RawAnswer,
  VendorsAnswer,
  VendorsQuery,
} from '@/lib/model/api'
import { ErrorBody } from '@/lib/model/error'
import { DensityAnswer, DensityQuery, Event, EventQuery, EventsAnswer } from '@/lib/model/event'
import { NodeName } from '@/lib/model/inventory'
import { Heartbeat, StreamDelta, StreamQuery } from '@/lib/model/stream'

interface Operation {
  path: string
  summary: string
  description: string
  answer: z.ZodType
  answerName: string
  query?: z.ZodObject
  pathName?: boolean
  csv?: boolean
  refusals: number[]
}

const AT =
  'With `at`, RFC 3339, as it was at that moment: what there was, where it led, its kind and state are exact; ages are those last recorded before it, and say so by `readAt`. `at` of the answer is the moment, its `revision` begins with `past:`. Where nobody followed a node then, because no server ran or it had not read the node yet, the node is `connecting` with an error `notRecorded`, and what is known of it is stale. A moment later than now is refused with 400, one before what is kept with 404.'

const OPERATIONS: readonly Operation[] = [
  {
    path: '/api/v1/overlay',
    summary: 'The overlay: nodes, VTEPs, VNIs, multicast groups and tunnels',
    description: `All that the last readings of all nodes show together. A tunnel carries the lines it was read from. ${AT}`,
    answer: OverlayAnswer,
    answerName: 'OverlayAnswer',
    query: OverlayQuery,
    refusals: [400, 404, 503],
  },
  {
    path: '/api/v1/nodes',
    summary: 'The nodes of the inventory',
    description: 'How each node is reached, what it is, and why it is not read where it is not.',
    answer: NodesAnswer,
    answerName: 'NodesAnswer',
    refusals: [400, 503],
  },
  {
    path: '/api/v1/nodes/{name}',
    summary: 'One node and its devices',
    description: 'Devices as `ip -d link show` and `ip -d addr show` tell them; null is what the node did not tell.',
    answer: NodeAnswer,
    answerName: 'NodeAnswer',
    pathName: true,
    refusals: [400, 404, 503],
  },
  {
    path: '/api/v1/nodes/{name}/raw',
    summary: 'What the node printed',
    description: "The last reading's commands and their output as it came, with the lines that could not be read.",
    answer: RawAnswer,
    answerName: 'RawAnswer',
    pathName: true,
    refusals: [400, 404, 503],
  },
  {
    path: '/api/v1/fdb',
    summary: 'FDB entries of all nodes',
    description:
      'Filtered, sorted and paged on the server. `q` takes words like `vni:42 node:vyos01 dst:10.0.2.253 kind:learned state:live` and bare words, matched against MAC (any notation, parts too), addresses, nodes and devices. A word with a filter that isn’t one (`noed:x`) is refused with 400. `format=csv` and `format=json` give a file of all matching rows, a million at most, unless `limit` is given; its name says what it is about and how many entries it has. ' +
      AT,
    answer: FdbAnswer,
    answerName: 'FdbAnswer',
    query: FdbQuery,
    csv: true,
    refusals: [400, 404, 503],
  },
  {
    path: '/api/v1/events',
    summary: 'What happened on the nodes',
    description:
      'Newest first (with `order=oldest`, oldest first), a page at a time; all that is given must hold. `since` is inclusive, `until` exclusive. `mac` is a whole MAC in any notation.',
    answer: EventsAnswer,
    answerName: 'EventsAnswer',
    query: EventQuery,
    refusals: [400, 503],
  },
  {
    path: '/api/v1/events/density',
    summary: 'How much happened when',
    description:
      'Events counted by kind in `buckets` equal lengths of time from `since` (without it, the oldest moment that is kept) to `until` (without it, now), filtered as `/events`. `bucketMs` is the length of each; those in which nothing happened are left out. `gaps` are times in which no server recorded: with `at` in one of them the overlay and the FDB are stale. `oldestAt` is the first moment that `at` may name.',
    answer: DensityAnswer,
    answerName: 'DensityAnswer',
    query: DensityQuery,
    refusals: [400, 503],
  },
  {
    path: '/api/v1/vendors',
    summary: 'Whose prefixes MACs have',
    description:
      'By the IEEE’s lists (MA-L, MA-M, MA-S), the longest prefix first. `mac` takes 200 MACs at most, or their first six digits or more, in any notation, with "," between. null is a prefix that nobody has, as for every locally administered MAC.',
    answer: VendorsAnswer,
    answerName: 'VendorsAnswer',
    query: VendorsQuery,
    refusals: [400],
  },
]

const REFUSAL: Record<number, string> = {
  400: 'A parameter is unknown, given twice or out of its bounds.',
  404: 'There is no such node, or nothing is kept of that moment.',
  503: 'The collector is not running yet, or what is asked for is not recorded.',
}

const schemaOf = (schema: z.ZodType, io: 'input' | 'output' = 'output'): Record<string, unknown> => {
  const { $schema: _, ...jsonSchema } = z.toJSONSchema(schema, { io })
  return jsonSchema
}

const queryParameters = (query: z.ZodObject | undefined): unknown[] =>
  Object.entries(query?.shape ?? {}).map(([name, schema]) => ({
    name,
    in: 'query',
    required: false,
    schema: schemaOf(schema, 'input'),
  }))

const parametersOf = ({ query, pathName }: Operation): unknown[] => [
  ...(pathName ? [{ name: 'name', in: 'path', required: true, schema: schemaOf(NodeName) }] : []),
  ...queryParameters(query),
]

const refusalsOf = (statuses: readonly number[]): Record<string, unknown> =>
  Object.fromEntries(
    statuses.map(status => [
      status,
      {
        description: REFUSAL[status],
        content: { 'application/json': { schema: { $ref: '#/components/schemas/ErrorBody' } } },
      },
    ]),
  )

const pathOf = (operation: Operation): unknown => ({
  get: {
    summary: operation.summary,
    description: operation.description,
    parameters: parametersOf(operation),
    responses: {
      200: {
        description: 'As it stands.',
        content: {
          'application/json': { schema: { $ref: `#/components/schemas/${operation.answerName}` } },
          ...(operation.csv ? { 'text/csv': { schema: { type: 'string' } } } : {}),
        },
      },
      ...refusalsOf(operation.refusals),
    },
  },
})

const STREAM = {
  get: {
    summary: 'What changes and what happens, as it does',
    description:
      'Server-sent events. `event: delta` is a StreamDelta: what a revision put and removed. `event: happened` is an Event. `event: reset` says to fetch again: the revision that was named is unknown or too old, or too much has happened for this client. `event: heartbeat` is a Heartbeat, at the beginning and every ten seconds. `id:` is the revision and stands with the last event of each: a client that breaks off within one is given all of it again, and knows an Event it has had by its `id`. It goes on from `Last-Event-ID`, else from `since`, else from now. A revision in which nothing concerns the client is left out.',
    parameters: [
      ...queryParameters(StreamQuery),
      { name: 'Last-Event-ID', in: 'header', required: false, schema: { type: 'string' } },
    ],
    responses: {
      200: {
        description: 'It goes on until one side ends it.',
        content: { 'text/event-stream': { schema: { type: 'string' } } },
      },
      ...refusalsOf([400, 503]),
    },
  },
}

const HEALTH = {
  get: {
    summary: 'Is the server up?',
    description:
      '200 while the collector runs, whatever the nodes do. `history` says whether events are recorded, and why not.',
    responses: { 200: { description: 'It is.' }, 503: { description: 'Not yet.' } },
  },
}

/** The OpenAPI 3.1 description of all resources, made from the schemas that the server and its client use. */
export const openApi = (): Record<string, unknown> => ({
  openapi: '3.1.0',
  info: {
    title: 'vxscope',
    version: '1',
    description:
      'VXLAN overlays as their nodes tell them. Fields are always present; null where a value is not known. Times are UTC, RFC 3339, with milliseconds.',
    license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
  },
  paths: {
    ...Object.fromEntries(OPERATIONS.map(operation => [operation.path, pathOf(operation)])),
    '/api/v1/stream': STREAM,
    '/healthz': HEALTH,
  },
  components: {
    schemas: {
      ...Object.fromEntries(OPERATIONS.map(({ answerName, answer }) => [answerName, schemaOf(answer)])),
      StreamDelta: schemaOf(StreamDelta),
      Event: schemaOf(Event),
      Heartbeat: schemaOf(Heartbeat),
      ErrorBody: schemaOf(ErrorBody),
    },
  },
})
