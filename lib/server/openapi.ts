import { Change, ChangeRefusal } from '@/lib/model/change'
import { ErrorBody, InvalidBody } from '@/lib/model/error'
import { Event } from '@/lib/model/event'
import { Plan } from '@/lib/model/plan'
import { Heartbeat, StreamDelta } from '@/lib/model/stream'
import { OPERATIONS, type Operation } from './operations'
import { pathParametersOf, queryParameters, schemaOf } from './operations/describe'
import { OTHER_PATHS } from './operations/others'
import { describeRefusals, refusalsOf } from './operations/refusals'

const parametersOf = ({ query, pathParameters = [] }: Operation): unknown[] => [
  ...pathParametersOf(pathParameters),
  ...queryParameters(query),
]

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
      ...describeRefusals(refusalsOf(operation)),
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
    ...OTHER_PATHS,
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
