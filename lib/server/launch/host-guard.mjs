import { isIP } from 'node:net'
import { isLoopback } from './options.mjs'

const REFUSAL = JSON.stringify({
  error: {
    code: 'hostRefused',
    message: 'This server does not answer under this name.',
    hint: 'Open it by its address, or as http://localhost on its own machine. Other names stand in the inventory: access: { origins: [https://NAME] }. A page of another site may have sent you here.',
  },
})

const UNREADABLE = JSON.stringify({
  error: {
    code: 'badRequest',
    message: 'The address asked for can not be read.',
    hint: 'Every "%" in it must begin an escape of UTF-8, as encodeURIComponent makes them.',
  },
})

/** The host of a Host header without its port; '' where there is none. */
const hostOf = header =>
  (header ?? '')
    .toLowerCase()
    .replace(/:\d{1,5}$/, '')
    .replace(/^\[(.*)\]$/, '$1')

/** An address as IPv4 where it is one (RFC 4291 §2.5.5.2). */
const bare = address =>
  (address ?? '')
    .toLowerCase()
    .replace(/^::ffff:(?=\d+\.)/, '')
    .replace(/%.*$/, '')

/**
 * Whether a request is for this server by a name of its own. A site elsewhere can let its name resolve to an address of this
 * machine and so read answers of a server here (DNS rebinding); the Host header still says that site's name. No site can be
 * named by our address.
 * @param {string | undefined} header
 * @param {{ bound: string, reached?: string, origins?: readonly string[] }} ours where it listens; the address the
 * connection came in at; the origins of the inventory
 */
export const isOurHost = (header, { bound, reached, origins = [] }) => {
  const host = hostOf(header)
  if (host === 'localhost' || host === bound || isLoopback(host)) return true
  if (isIP(host) !== 0 && host === bare(reached)) return true
  return origins.some(origin => new URL(origin).hostname === host)
}

/**
 * What a request asks for, and under which host: an absolute target's own host goes before the Host header
 * (RFC 9112 §3.2.2). `null` for a target that can't be read, such as a broken percent escape.
 * @param {string} target @param {string | undefined} header
 * @returns {{ host: string | undefined, target: string } | null}
 */
export const parseTarget = (target, header) => {
  try {
    const absolute = target.startsWith('/') ? null : new URL(target)
    const { pathname } = absolute ?? new URL(`http://localhost${target}`)
    decodeURIComponent(pathname)
    return absolute ? { host: absolute.host, target: pathname + absolute.search } : { host: header, target }
  } catch {
    return null
  }
}

/** Answers 400 where the application would fail over the target. */
export const refuseTarget = response => {
  response.writeHead(400, { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' })
  response.end(UNREADABLE)
}

/** Answers 421 Misdirected Request (RFC 9110 §15.5.20) with an error body as the API's. */
export const refuseHost = response => {
  response.writeHead(421, { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' })
  response.end(REFUSAL)
}

export const refuseUpgrade = socket => {
  socket.end(
    `HTTP/1.1 421 Misdirected Request\r\ncontent-type: application/json\r\nconnection: close\r\ncontent-length: ${Buffer.byteLength(REFUSAL)}\r\n\r\n${REFUSAL}`,
  )
}
