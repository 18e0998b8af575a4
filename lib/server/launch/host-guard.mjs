import { isLoopback } from './options.mjs'

const REFUSAL = JSON.stringify({
  error: {
    code: 'hostRefused',
    message: 'This server answers only under the name of this machine itself.',
    hint: 'Open it as http://127.0.0.1 or http://localhost with its port. A page of another site may have sent you here.',
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

/**
 * Whether a request is for this server by its own name. A site elsewhere can let its name resolve to 127.0.0.1 and so read
 * answers of a server here (DNS rebinding); the Host header still says that site's name.
 */
export const isOurHost = (header, boundHost) => {
  const host = hostOf(header)
  return host === 'localhost' || host === boundHost || isLoopback(host)
}

/** Answers 421 Misdirected Request (RFC 9110 §15.5.20) with an error body as the API's. */
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

export const refuseHost = response => {
  response.writeHead(421, { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' })
  response.end(REFUSAL)
}

export const refuseUpgrade = socket => {
  socket.end(
    `HTTP/1.1 421 Misdirected Request\r\ncontent-type: application/json\r\nconnection: close\r\ncontent-length: ${Buffer.byteLength(REFUSAL)}\r\n\r\n${REFUSAL}`,
  )
}
