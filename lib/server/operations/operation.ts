import { z } from 'zod'
import type { Role } from '@/lib/model/access'
import { NodeName } from '@/lib/model/inventory'

/** A resource and a method of it, as the OpenAPI description tells it, and who may use it. */
export type Operation = Described & (Reading | Changing)

interface Reading {
  /** Default: get. */
  method?: 'get'
  /** Default: viewer. */
  role?: Role
}

/** What is not described here with its role, nobody may do (access/rights.ts). */
interface Changing {
  method: 'post' | 'put' | 'delete'
  role: Role | 'anybody'
}

export interface PathParameter {
  name: string
  schema: z.ZodType
}

interface Described {
  path: string
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
  pathParameters?: readonly PathParameter[]
  csv?: boolean
  /** Statuses besides those that every operation of its kind has (refusals.ts). */
  refusals?: readonly number[]
}

export const NAME: PathParameter = { name: 'name', schema: NodeName }
export const ID: PathParameter = { name: 'id', schema: z.string() }

export const CHANGES =
  'Needs `content-type: application/json`; requests of pages of other sites are refused with 403. A value that can’t be taken is named in `fields` of the 422.'

export const AT =
  'With `at`, RFC 3339, as it was at that moment: what there was, where it led, its kind and state are exact; ages are those last recorded before it, and say so by `readAt`. `at` of the answer is the moment, its `revision` begins with `past:`. Where nobody followed a node then, because no server ran or it had not read the node yet, the node is `connecting` with an error `notRecorded`, and what is known of it is stale. A moment later than now is refused with 400, one before what is kept with 404.'
