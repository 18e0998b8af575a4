import { z } from 'zod'
import type { PathParameter } from './operation'

export const schemaOf = (schema: z.ZodType, io: 'input' | 'output' = 'output'): Record<string, unknown> => {
  const { $schema: _, ...jsonSchema } = z.toJSONSchema(schema, { io })
  return jsonSchema
}

export const queryParameters = (query: z.ZodObject | undefined): unknown[] =>
  Object.entries(query?.shape ?? {}).map(([name, schema]) => ({
    name,
    in: 'query',
    required: false,
    schema: schemaOf(schema, 'input'),
  }))

export const pathParametersOf = (parameters: readonly PathParameter[]): unknown[] =>
  parameters.map(({ name, schema }) => ({ name, in: 'path', required: true, schema: schemaOf(schema) }))
