import { z } from 'zod'
import { Change, ChangeRefusal } from '@/lib/model/change'
import { ErrorBody, InvalidBody } from '@/lib/model/error'
import { Event } from '@/lib/model/event'
import { Plan } from '@/lib/model/plan'
import { Heartbeat, StreamDelta, StreamQuery } from '@/lib/model/stream'
import { OPERATIONS, type Operation } from './operations'

const REFUSAL: Record<number, string> = {
  400: 'A parameter is unknown, given twice or out of its bounds.',
  401: 'Nobody is logged in, or name, password or token are wrong.',
  403: 'One’s role does not allow it, or the request comes from a page of another site, or is not JSON.',
  404: 'There is no such thing, or nothing is kept of that moment.',
  409: 'The inventory changed meanwhile or can’t be used, or a host offers another key than the one seen.',
  413: 'The request is too large.',
  422: 'A value can’t be taken; each is named in `fields`.',
  429: 'Too many attempts to log in: `retry-after` says how long to wait.',
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

const parametersOf = ({ query, pathParameter }: Operation): unknown[] => [
  ...(pathParameter
    ? [{ name: pathParameter.name, in: 'path', required: true, schema: schemaOf(pathParameter.schema) }]
    : []),
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

/** Who may: everybody without a login, or whoever has the role. */
const rightOf = ({ role = 'viewer' }: Operation): Record<string, unknown> =>
  role === 'anybody' ? { security: [] } : { 'x-role': role }

const describeOperation = (operation: Operation): Record<string, unknown> => ({
  [operation.method ?? 'get']: {
    ...rightOf(operation),
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
      ...refusalsOf([...new Set([401, ...operation.refusals])]),
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

const PLAN = {
  post: {
    'x-role': 'operator',
    summary: 'What a change of VXLAN devices would do',
    description:
      'Reads the nodes named and changes nothing. Per node the exact commands in order, the commands that undo them, what must be true afterwards (`expect`) and was before, what differs, and what to know. `digest` covers the plan and what it assumes of the nodes. What a node would refuse, and whatever would cut our own path to it, is refused with node and field. `offers`: changes of nodes that this one doesn’t name, for other ends of a VNI without a group to flood to what is new; put them into the change and plan it again. Where an end can’t be told so, a warning says why.',
    requestBody: {
      required: true,
      content: { 'application/json': { schema: { $ref: '#/components/schemas/Change' } } },
    },
    responses: {
      200: {
        description: 'The plan.',
        content: { 'application/json': { schema: { $ref: '#/components/schemas/Plan' } } },
      },
      422: {
        description: 'The change is refused: every reason, with node and field.',
        content: { 'application/json': { schema: { $ref: '#/components/schemas/ChangeRefusal' } } },
      },
      ...refusalsOf([401, 403, 413, 503]),
    },
  },
}

const STREAM = {
  get: {
    'x-role': 'viewer',
    summary: 'What changes and what happens, as it does',
    description:
      'Server-sent events. `event: delta` is a StreamDelta: what a revision put and removed. `event: happened` is an Event. `event: change` is a change of VXLAN devices that is applied, as `change` of ChangeAnswer, whenever it has changed; for the role operator. `event: reset` says to fetch again: the revision that was named is unknown or too old, or too much has happened for this client. `event: heartbeat` is a Heartbeat, at the beginning and every ten seconds. `id:` is the revision and stands with the last event of each: a client that breaks off within one is given all of it again, and knows an Event it has had by its `id`. It goes on from `Last-Event-ID`, else from `since`, else from now. A revision in which nothing concerns the client is left out.',
    parameters: [
      ...queryParameters(StreamQuery),
      { name: 'Last-Event-ID', in: 'header', required: false, schema: { type: 'string' } },
    ],
    responses: {
      200: {
        description: 'It goes on until one side ends it.',
        content: { 'text/event-stream': { schema: { type: 'string' } } },
      },
      ...refusalsOf([400, 401, 503]),
    },
  },
}

const HEALTH = {
  get: {
    security: [],
    summary: 'Is the server up?',
    description:
      '200 while the collector runs, whatever the nodes do. Those who may read are told more: `history` says whether events are recorded, and why not; `webhooks` which receivers fail.',
    responses: { 200: { description: 'It is.' }, 503: { description: 'Not yet.' } },
  },
}

const METRICS = {
  get: {
    summary: 'Metrics for Prometheus',
    description: 'Text format 0.0.4. Each metric has its `# HELP` line; docs/grafana/vxscope.json shows them.',
    responses: {
      200: { description: 'As things stand.', content: { 'text/plain': { schema: { type: 'string' } } } },
      ...refusalsOf([503]),
    },
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
  security: [{ session: [] }, { token: [] }],
  paths: {
    ...paths(),
    '/api/v1/stream': STREAM,
    '/api/v1/vxlan/plan': PLAN,
    '/healthz': HEALTH,
    '/metrics': METRICS,
  },
  components: {
    securitySchemes: {
      session: { type: 'apiKey', in: 'cookie', name: 'vxscope', description: 'Set by POST /api/v1/login.' },
      token: { type: 'http', scheme: 'bearer', description: 'Made by `vxscope token add`.' },
    },
    schemas: {
      ...Object.fromEntries(OPERATIONS.map(({ answerName, answer }) => [answerName, schemaOf(answer)])),
      Change: schemaOf(Change, 'input'),
      ChangeRefusal: schemaOf(ChangeRefusal),
      Plan: schemaOf(Plan),
      StreamDelta: schemaOf(StreamDelta),
      Event: schemaOf(Event),
      Heartbeat: schemaOf(Heartbeat),
      ErrorBody: schemaOf(ErrorBody),
      InvalidBody: schemaOf(InvalidBody),
    },
  },
})
