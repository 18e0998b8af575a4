import { z } from 'zod'
import { FdbAnswer, FdbQuery, NodeAnswer, NodesAnswer, OverlayAnswer, OverlayQuery, RawAnswer } from '@/lib/model/api'
import { ErrorBody, InvalidBody } from '@/lib/model/error'
import { Event, EventQuery, EventsAnswer } from '@/lib/model/event'
import { InventoryNode, NodeName } from '@/lib/model/inventory'
import {
  AddNodes,
  ImportAnsible,
  ImportAnswer,
  NodesWritten,
  TestRequest,
  TestStep,
  TrustAnswer,
  TrustRequest,
} from '@/lib/model/nodes-api'
import { Heartbeat, StreamDelta, StreamQuery } from '@/lib/model/stream'

interface Operation {
  path: string
  /** Default: get. */
  method?: 'get' | 'post' | 'put' | 'delete'
  summary: string
  description: string
  answer: z.ZodType
  answerName: string
  query?: z.ZodObject
  /** JSON that the request holds; one that changes something must say so by its content type. */
  body?: z.ZodType
  status?: number
  /** Lines of JSON, each an answer. */
  lines?: boolean
  pathName?: boolean
  csv?: boolean
  refusals: number[]
}

const CHANGES =
  'Needs `content-type: application/json`; requests of pages of other sites are refused with 403. A value that can’t be taken is named in `fields` of the 422.'

const AT =
  'With `at`, RFC 3339, as it was at that moment: what there was, where it led, its kind and state are exact; ages are those last recorded before it, and say so by `readAt`. `at` of the answer is the moment, its `revision` begins with `past:`. A moment later than now is refused with 400, one before what is kept with 404.'

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
      'Filtered, sorted and paged on the server. `q` takes words like `vni:42 node:vyos01 dst:10.0.2.253 kind:learned state:live` and bare words, matched against MAC (any notation, parts too), addresses, nodes and devices. CSV has all matching rows unless `limit` is given. ' +
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
      'Newest first, a page at a time; all that is given must hold. `since` is inclusive, `until` exclusive. `mac` is a whole MAC in any notation.',
    answer: EventsAnswer,
    answerName: 'EventsAnswer',
    query: EventQuery,
    refusals: [400, 503],
  },
  {
    path: '/api/v1/nodes',
    method: 'post',
    summary: 'Add nodes to the inventory',
    description: `All of them or none. Written to the inventory file, whose comments and order stay; followed at once. No password crosses: \`passwordEnv\` and \`passwordFile\` name where it is, \`identityFile\` is a path on the server. ${CHANGES}`,
    body: AddNodes,
    answer: NodesWritten,
    answerName: 'NodesWritten',
    status: 201,
    refusals: [403, 409, 413, 422, 500, 503],
  },
  {
    path: '/api/v1/nodes/{name}',
    method: 'put',
    summary: 'Change a node of the inventory',
    description: `The node as it is to be from now on, whole; it may get another name. ${CHANGES}`,
    body: InventoryNode,
    answer: NodesWritten,
    answerName: 'NodesWritten',
    pathName: true,
    refusals: [403, 404, 409, 422, 500, 503],
  },
  {
    path: '/api/v1/nodes/{name}',
    method: 'delete',
    summary: 'Take a node out of the inventory',
    description: `Nothing changes on the node; what happened stays in the history. ${CHANGES}`,
    answer: NodesWritten,
    answerName: 'NodesWritten',
    pathName: true,
    refusals: [403, 404, 409, 500, 503],
  },
  {
    path: '/api/v1/nodes/{name}/test',
    method: 'post',
    summary: 'Try to connect to a node, step by step',
    description: `To the node of that name in the inventory, or to \`node\`, which need not be in it. Each line of the answer is a TestStep, told when it begins and when it is over: reached, host key, login, commands, reading; jump hosts before the node. The last is the one that failed, or the reading. Nothing is trusted or kept. ${CHANGES}`,
    body: TestRequest,
    answer: TestStep,
    answerName: 'TestStep',
    lines: true,
    pathName: true,
    refusals: [403, 404, 422, 503],
  },
  {
    path: '/api/v1/nodes/{name}/trust',
    method: 'post',
    summary: 'Trust the host key that a user has seen',
    description: `Asks \`host\`, the node or a jump host on the way to it, for its key again and keeps it if it has that fingerprint. Another key is refused with 409 (\`otherKey\`), and so is one that is revoked. ${CHANGES}`,
    body: TrustRequest,
    answer: TrustAnswer,
    answerName: 'TrustAnswer',
    pathName: true,
    refusals: [403, 404, 409, 422, 500, 503],
  },
  {
    path: '/api/v1/import/ssh-config',
    summary: 'Hosts of the ssh config that could be nodes',
    description: 'Of the user who runs the server. Nothing is written: POST /nodes adds what is chosen.',
    answer: ImportAnswer,
    answerName: 'ImportAnswer',
    refusals: [400, 503],
  },
  {
    path: '/api/v1/import/ansible',
    method: 'post',
    summary: 'Hosts of an Ansible inventory that could be nodes',
    description: `\`text\` is the inventory in its INI or YAML form. Nothing in it is run, no password is taken, nothing is written. ${CHANGES}`,
    body: ImportAnsible,
    answer: ImportAnswer,
    answerName: 'ImportAnswer',
    refusals: [403, 413, 422, 503],
  },
]

const REFUSAL: Record<number, string> = {
  400: 'A parameter is unknown, given twice or out of its bounds.',
  403: 'The request comes from a page of another site, or is not JSON.',
  404: 'There is no such node, or nothing is kept of that moment.',
  409: 'The inventory changed meanwhile or can’t be used, or a host offers another key than the one seen.',
  413: 'The request is too large.',
  422: 'A value can’t be taken; each is named in `fields`.',
  500: 'The server could not write, or failed.',
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
        content: {
          'application/json': {
            schema: { $ref: `#/components/schemas/${status === 422 ? 'InvalidBody' : 'ErrorBody'}` },
          },
        },
      },
    ]),
  )

const answerType = ({ lines }: Operation): string => (lines ? 'application/x-ndjson' : 'application/json')

const describeOperation = (operation: Operation): Record<string, unknown> => ({
  [operation.method ?? 'get']: {
    summary: operation.summary,
    description: operation.description,
    parameters: parametersOf(operation),
    ...(operation.body && {
      requestBody: { required: true, content: { 'application/json': { schema: schemaOf(operation.body, 'input') } } },
    }),
    responses: {
      [operation.status ?? 200]: {
        description: 'As it stands.',
        content: {
          [answerType(operation)]: { schema: { $ref: `#/components/schemas/${operation.answerName}` } },
          ...(operation.csv ? { 'text/csv': { schema: { type: 'string' } } } : {}),
        },
      },
      ...refusalsOf(operation.refusals),
    },
  },
})

/** Several methods may share a path. */
const paths = (): Record<string, Record<string, unknown>> => {
  const found: Record<string, Record<string, unknown>> = {}
  for (const operation of OPERATIONS)
    found[operation.path] = { ...found[operation.path], ...describeOperation(operation) }
  return found
}

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
    ...paths(),
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
      InvalidBody: schemaOf(InvalidBody),
    },
  },
})
