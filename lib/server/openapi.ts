import { z } from 'zod'
import { FdbAnswer, FdbQuery, NodeAnswer, NodesAnswer, OverlayAnswer, RawAnswer } from '@/lib/model/api'
import { ErrorBody } from '@/lib/model/error'
import { NodeName } from '@/lib/model/inventory'

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

const OPERATIONS: readonly Operation[] = [
  {
    path: '/api/v1/overlay',
    summary: 'The overlay: nodes, VTEPs, VNIs, multicast groups and tunnels',
    description: 'All that the last readings of all nodes show together. A tunnel carries the lines it was read from.',
    answer: OverlayAnswer,
    answerName: 'OverlayAnswer',
    refusals: [400, 503],
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
      'Filtered, sorted and paged on the server. `q` takes words like `vni:42 node:vyos01 dst:10.0.2.253 kind:learned state:live` and bare words, matched against MAC (any notation, parts too), addresses, nodes and devices. CSV has all matching rows unless `limit` is given.',
    answer: FdbAnswer,
    answerName: 'FdbAnswer',
    query: FdbQuery,
    csv: true,
    refusals: [400, 503],
  },
]

const REFUSAL: Record<number, string> = {
  400: 'A parameter is unknown, given twice or out of its bounds.',
  404: 'No node of this name.',
  503: 'The collector is not running yet.',
}

const schemaOf = (schema: z.ZodType, io: 'input' | 'output' = 'output'): Record<string, unknown> => {
  const { $schema: _, ...jsonSchema } = z.toJSONSchema(schema, { io })
  return jsonSchema
}

const parametersOf = ({ query, pathName }: Operation): unknown[] => [
  ...(pathName ? [{ name: 'name', in: 'path', required: true, schema: schemaOf(NodeName) }] : []),
  ...Object.entries(query?.shape ?? {}).map(([name, schema]) => ({
    name,
    in: 'query',
    required: false,
    schema: schemaOf(schema, 'input'),
  })),
]

const pathOf = (operation: Operation): unknown => ({
  get: {
    summary: operation.summary,
    description: operation.description,
    parameters: parametersOf(operation),
    responses: {
      200: {
        description: 'As it stands now.',
        content: {
          'application/json': { schema: { $ref: `#/components/schemas/${operation.answerName}` } },
          ...(operation.csv ? { 'text/csv': { schema: { type: 'string' } } } : {}),
        },
      },
      ...Object.fromEntries(
        operation.refusals.map(status => [
          status,
          {
            description: REFUSAL[status],
            content: { 'application/json': { schema: { $ref: '#/components/schemas/ErrorBody' } } },
          },
        ]),
      ),
    },
  },
})

const HEALTH = {
  get: {
    summary: 'Is the server up?',
    description: '200 while the collector runs, whatever the nodes do.',
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
    '/healthz': HEALTH,
  },
  components: {
    schemas: {
      ...Object.fromEntries(OPERATIONS.map(({ answerName, answer }) => [answerName, schemaOf(answer)])),
      ErrorBody: schemaOf(ErrorBody),
    },
  },
})
