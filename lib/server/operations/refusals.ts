import type { Operation } from './operation'

const REFUSAL: Record<number, string> = {
  400: 'A parameter is unknown, given twice or out of its bounds, or what was sent is no JSON.',
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

type Kind = Pick<Operation, 'method' | 'role' | 'refusals'>

/**
 * The statuses an operation may refuse with. Each checks its parameters, wants to know who asks, and has to wait for the collector;
 * each that isn't read alone has a body, which pages of other sites may not send, which may be too large, no JSON, or wrong.
 */
export const refusalsOf = ({ method = 'get', role = 'viewer', refusals = [] }: Kind): number[] => {
  const ofBody = method === 'get' ? [] : [403, 413, 422]
  const ofRole = role === 'operator' || role === 'admin' ? [403] : []
  return [...new Set([400, 401, 503, ...ofBody, ...ofRole, ...refusals])].sort((a, b) => a - b)
}

export const describeRefusals = (statuses: readonly number[]): Record<string, unknown> =>
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
