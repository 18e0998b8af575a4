import { FDB_SORT_FIELDS } from '@/lib/model/api'
import { parseQueryWords, type QueryWord, type WordProblem } from '@/lib/overlay'
import { momentText } from './moment'

export type SortField = (typeof FDB_SORT_FIELDS)[number]
export interface Sort {
  field: SortField
  descending: boolean
}

/** What of `/api/v1/fdb` a page may ask; empty fields are left out of the URL. */
export interface FdbRequest {
  q?: string
  vni?: number | null
  node?: string | null
  dst?: string | null
  mac?: string | null
  scope?: 'all' | 'overlay'
  sort?: Sort | null
  limit?: number
  cursor?: string | null
  format?: 'csv' | 'json'
  /** The moment it is about, RFC 3339. */
  at?: string
}

/** A request about a moment, ms since 1970; `null` for now. */
export const requestAt = (request: FdbRequest, at: number | null): FdbRequest =>
  at === null ? request : { ...request, at: momentText(at) }

/** Reads `mac` or `-mac`; `null` for what isn't a field one can sort by. */
export const parseSort = (text: string | null): Sort | null => {
  if (!text) return null
  const descending = text.startsWith('-')
  const field = FDB_SORT_FIELDS.find(name => name === (descending ? text.slice(1) : text))
  return field === undefined ? null : { field, descending }
}

export const sortText = (sort: Sort): string => `${sort.descending ? '-' : ''}${sort.field}`

/** What a click on a column's header does: up, then down, then as the server orders by itself. */
export const nextSort = (sort: Sort | null, field: SortField): Sort | null => {
  if (sort?.field !== field) return { field, descending: false }
  return sort.descending ? null : { field, descending: true }
}

/** The address of a request; the order of its parameters is fixed, so equal requests are one in the cache. */
export const fdbUrl = (request: FdbRequest): string => {
  const params = new URLSearchParams()
  const put = (key: string, value: string | number | null | undefined) => {
    if (value !== null && value !== undefined && value !== '') params.set(key, String(value))
  }
  put('q', request.q?.trim())
  put('vni', request.vni)
  put('node', request.node)
  put('dst', request.dst)
  put('mac', request.mac)
  put('scope', request.scope)
  put('sort', request.sort ? sortText(request.sort) : null)
  put('limit', request.limit)
  put('cursor', request.cursor)
  put('format', request.format)
  put('at', request.at)
  const text = params.toString()
  return text === '' ? '/api/v1/fdb' : `/api/v1/fdb?${text}`
}

/** The words of a filter, for those who draw it. */
export const parseWords = (q: string): QueryWord[] => parseQueryWords(q)

/** The first thing that is wrong with a filter: the server refuses it. */
export const problemOf = (q: string): WordProblem | null =>
  parseQueryWords(q).find(word => word.problem)?.problem ?? null

/** A filter with each word that has one replaced by what was probably meant. */
export const mended = (q: string): string =>
  parseQueryWords(q)
    .map(({ text, problem }) => problem?.instead ?? text)
    .join(' ')
