import type { IncomingHttpHeaders } from 'node:http'
import type { Inventory } from '@/lib/model/inventory'

type Settings = Inventory['access']

/** A request before anything answers it. */
export interface Asked {
  method: string
  /** Path and query, as asked for. */
  target: string
  headers: IncomingHttpHeaders
  /** The other end of the connection. */
  peer: string | null
  /** The server listens on a loopback address. */
  loopback: boolean
}

const bare = (address: string): string => address.replace(/^::ffff:(?=\d+\.)/i, '')

/** Several headers of one name count as one list (RFC 9110 §5.3). */
const listOf = (header: string | string[] | undefined): string[] =>
  (Array.isArray(header) ? header.join(',') : (header ?? '')).split(',').map(part => part.trim())

/**
 * The address somebody asks from: the connection's other end, or what a proxy of ours says that was, and none before it:
 * anybody can write further addresses into the header.
 */
export const addressOf = ({ headers, peer }: Pick<Asked, 'headers' | 'peer'>, { proxies }: Settings): string | null => {
  if (peer === null) return null
  const ours = new Set(proxies.map(bare))
  const way = [...listOf(headers['x-forwarded-for']), bare(peer)].filter(address => address !== '')
  const from = way.findLast((address, index) => index === 0 || !ours.has(bare(address))) ?? peer
  return bare(from).slice(0, 64)
}

/** A proxy sent it: the browser may be anywhere. */
export const isForwarded = ({ headers }: Pick<Asked, 'headers'>): boolean =>
  ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-real-ip', 'via'].some(name => headers[name] !== undefined)

/** The browser speaks https with whatever stands in front of us: it opened an origin that says so. */
export const isSecure = ({ headers }: Pick<Asked, 'headers'>, { origins }: Settings): boolean =>
  origins.some(origin => {
    const { protocol, host } = new URL(origin)
    return protocol === 'https:' && host === headers.host?.toLowerCase()
  })

/** A cookie's value, of the first of that name (RFC 6265 §5.4). */
export const cookieOf = ({ headers }: Pick<Asked, 'headers'>, name: string): string | null => {
  const start = `${name}=`
  const found = headers.cookie?.split(/; ?/).find(pair => pair.startsWith(start))
  return found?.slice(start.length) ?? null
}

/** What follows `Bearer` (RFC 6750 §2.1); `null` where there is no such header, '' for another scheme. */
export const bearerOf = ({ headers }: Pick<Asked, 'headers'>): string | null => {
  const { authorization } = headers
  return authorization === undefined ? null : (/^Bearer +(\S+) *$/i.exec(authorization)?.[1] ?? '')
}

/** A person opens a page: they are led to the login, where programs are told that one is needed. */
export const isNavigation = ({ method, target, headers }: Asked): boolean =>
  method === 'GET' &&
  !target.startsWith('/api/') &&
  headers.rsc === undefined &&
  headers.accept?.includes('text/html') === true
