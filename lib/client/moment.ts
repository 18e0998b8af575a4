import { Moment } from '@/lib/model/overlay'

/** What the `at` of a URL asks for: how it is now, how it was at `at` (ms since 1970), or nothing that can be told. */
export type AskedMoment = { kind: 'now' } | { kind: 'past'; at: number } | { kind: 'malformed'; text: string }

/** Reads the `at` of a URL: RFC 3339 with a zone. A "+" that nobody encoded has become a blank. */
export const parseMoment = (text: string | null): AskedMoment => {
  if (text === null || text === '') return { kind: 'now' }
  const moment = Moment.safeParse(text.replace(' ', '+'))
  const at = moment.success ? Date.parse(moment.data) : Number.NaN
  return Number.isFinite(at) ? { kind: 'past', at } : { kind: 'malformed', text }
}

export const momentText = (at: number): string => new Date(at).toISOString()

/** Whether an answer of the API tells of the past. */
export const isPast = ({ revision }: { revision: string }): boolean => revision.startsWith('past:')

/** Where a page may be had as it was. One node's page has only its last reading. */
export const hasPast = (path: string): boolean => ['/', '/fdb', '/timeline', '/nodes', '/trace'].includes(path)

/** What is carried from page to page: the moment, the VNI, and how much of the time is in sight. */
const CARRIED = ['at', 'vni', 'span'] as const

/** A way to another page that keeps the moment of this one, and whatever else of `carried` it doesn't say itself. */
export const carryParams = (href: string, current: string, carried: readonly string[] = CARRIED): string => {
  const [path = '', query = ''] = href.split('?')
  const params = new URLSearchParams(query)
  const own = new URLSearchParams(current)
  for (const key of carried) {
    const value = own.get(key)
    if (value !== null && !params.has(key)) params.set(key, value)
  }
  // ":" "/" and ">" may stand in a query as they are, and identities are read more easily so.
  const text = params.toString().replaceAll('%3A', ':').replaceAll('%2F', '/')
  return text === '' ? path : `${path}?${text}`
}
