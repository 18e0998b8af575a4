import { OpenApiAnswer } from '@/lib/model/api'
import { NodeName } from '@/lib/model/inventory'
import { StreamQuery } from '@/lib/model/stream'
import { pathParametersOf, queryParameters, schemaOf } from './describe'
import { ID } from './operation'
import { describeRefusals, refusalsOf } from './refusals'

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
      ...describeRefusals(refusalsOf({ method: 'post', role: 'operator' })),
      200: {
        description: 'The plan.',
        content: { 'application/json': { schema: { $ref: '#/components/schemas/Plan' } } },
      },
      422: {
        description: 'The change is refused: every reason, with node and field.',
        content: { 'application/json': { schema: { $ref: '#/components/schemas/ChangeRefusal' } } },
      },
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
      ...describeRefusals(refusalsOf({})),
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
    'x-role': 'viewer',
    summary: 'Metrics for Prometheus',
    description: 'Text format 0.0.4. Each metric has its `# HELP` line; docs/grafana/vxscope.json shows them.',
    responses: {
      200: { description: 'As things stand.', content: { 'text/plain': { schema: { type: 'string' } } } },
      ...describeRefusals([401, 503]),
    },
  },
}

const PCAP = {
  get: {
    'x-role': 'operator',
    summary: 'What a node captured',
    description:
      'As a pcap file, for half an hour: `id` is that of the `begin` line of `POST /capture` or `POST /probe`, `node` one that captured.',
    parameters: pathParametersOf([ID, { name: 'node', schema: NodeName }]),
    responses: {
      200: {
        description: 'The file.',
        content: { 'application/vnd.tcpdump.pcap': { schema: { type: 'string', format: 'binary' } } },
      },
      ...describeRefusals(refusalsOf({ role: 'operator', refusals: [404] })),
    },
  },
}

const DOCUMENT = {
  get: {
    'x-role': 'viewer',
    summary: 'This document',
    description:
      'OpenAPI 3.1, made from the schemas that the server checks by. `x-role` is the role that an operation needs.',
    responses: {
      200: { description: 'As it stands.', content: { 'application/json': { schema: schemaOf(OpenApiAnswer) } } },
      ...describeRefusals(refusalsOf({})),
    },
  },
}

/** What is no answer of JSON by a schema of its own, or is refused otherwise. */
export const OTHER_PATHS = {
  '/api/v1/stream': STREAM,
  '/api/v1/vxlan/plan': PLAN,
  '/api/v1/capture/{id}/{node}': PCAP,
  '/api/v1/openapi.json': DOCUMENT,
  '/healthz': HEALTH,
  '/metrics': METRICS,
}
