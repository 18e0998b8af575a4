import { z } from 'zod'

/** Why a node could not be reached, logged in to or asked. `lib/ssh` gives the first nine; `unreadable` is an answer that no reader understands. */
export const NodeErrorCode = z.enum([
  'unreachable',
  'timeout',
  'auth',
  'hostKeyUnknown',
  'hostKeyChanged',
  'channelRefused',
  'commandMissing',
  'exitStatus',
  'outputTooLarge',
  'unreadable',
  'config',
])
export type NodeErrorCode = z.infer<typeof NodeErrorCode>

/** Why a request was refused. */
export const RequestErrorCode = z.enum([
  'badRequest',
  'notFound',
  'wrongMethod',
  'hostRefused',
  'starting',
  'noHistory',
  'tooOld',
  'internal',
  'originRefused',
  'forbidden',
  'loginNeeded',
  'wrongLogin',
  'tooManyAttempts',
  'tooLarge',
  'invalid',
  'nameTaken',
  'changedMeanwhile',
  'inventoryUnusable',
  'cannotWrite',
  'otherKey',
  'cannotTrust',
  'notSwitchedOn',
  'cannotProbe',
  'busy',
  'readOnly',
  'planAgain',
  'cannotRead',
  'notAsking',
])
export type RequestErrorCode = z.infer<typeof RequestErrorCode>

/**
 * What every error answer holds: `code` for programs, `message` what happened, `hint` what it means and what to do next.
 * Neither ever holds a secret or a stack trace.
 */
export const ApiError = z.object({ code: z.string(), message: z.string(), hint: z.string() })
export type ApiError = z.infer<typeof ApiError>

export interface NodeError extends ApiError {
  code: NodeErrorCode
}

export const ErrorBody = z.object({ error: ApiError })
export type ErrorBody = z.infer<typeof ErrorBody>

/** One value of a request that can't be taken: `nodes.0.port`, and what was expected there. */
export const FieldProblem = z.object({ field: z.string(), message: z.string() })
export type FieldProblem = z.infer<typeof FieldProblem>

/** Why a request was refused. `fields`: where in it that lies, if it does. */
export interface RequestError extends ApiError {
  code: RequestErrorCode
  fields: readonly FieldProblem[]
}

/** What a 422 holds: the error, and where in the request it lies. */
export const InvalidBody = ErrorBody.extend({ fields: z.array(FieldProblem) })
export type InvalidBody = z.infer<typeof InvalidBody>
