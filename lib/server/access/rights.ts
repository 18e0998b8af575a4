import { type Role, Role as RoleSchema } from '@/lib/model/access'
import { openApi } from '../openapi'

/** What a resource asks of whoever asks for it; `anybody` needs no login. */
export type Needed = Role | 'anybody'

interface Right {
  method: string
  segments: string[]
  needs: Needed
}

const METHODS = ['get', 'post', 'put', 'delete'] as const

const rightOf = (path: string, method: string, operation: unknown): Right[] => {
  const { 'x-role': role, security }: Record<string, unknown> = Object(operation)
  const named = RoleSchema.safeParse(role)
  const needs = Array.isArray(security) && security.length === 0 ? 'anybody' : named.success ? named.data : null
  return needs === null ? [] : [{ method: method.toUpperCase(), segments: path.split('/'), needs }]
}

/** What the OpenAPI description says each operation needs: an operation that isn't described there is nobody's. */
const RIGHTS: readonly Right[] = Object.entries(Object(openApi().paths)).flatMap(([path, operations]) =>
  METHODS.flatMap(method => rightOf(path, method, Object(operations)[method])),
)

const isMatch = (pattern: readonly string[], segments: readonly string[]): boolean =>
  pattern.length === segments.length &&
  pattern.every((part, index) => (part.startsWith('{') ? segments[index] !== '' : part === segments[index]))

const rightsTo = (pathname: string): Right[] => {
  const segments = pathname.split('/')
  return RIGHTS.filter(right => isMatch(right.segments, segments))
}

/** Of an API's operation, as described; `null` where none is. */
export const describedNeed = (method: string, pathname: string): Needed | null =>
  rightsTo(pathname).find(right => right.method === method)?.needs ?? null

/** What a resource of the API takes where that isn't `method`; `null` where it does, and for what is no such resource. */
export const otherMethods = (method: string, pathname: string): string[] | null => {
  const methods = rightsTo(pathname).map(right => right.method)
  return methods.length === 0 || methods.includes(method === 'HEAD' ? 'GET' : method) ? null : methods
}

/** Served as they lie on the disk, and the same for everybody. No dot segments, no escapes: nothing a router could read otherwise. */
const STATIC = /^\/(?:favicon\.ico|icon\.svg|_next\/static(?:\/(?!\.{1,2}(?:\/|$))[A-Za-z0-9._~@()[\]-]+)+)$/

/**
 * What a request needs, by its method and path. Reading needs a login; changing needs what is described, and what isn't
 * described is refused (`null`), so that a route somebody forgot to think about can't be used.
 */
export const neededFor = (method: string, pathname: string): Needed | null => {
  if (method !== 'GET' && method !== 'HEAD') return describedNeed(method, pathname)
  if (pathname === '/login' || STATIC.test(pathname)) return 'anybody'
  return describedNeed('GET', pathname) ?? 'viewer'
}
