import { isLoopback } from './options.mjs'

const REFUSAL = JSON.stringify({
  error: {
    code: 'hostRefused',
    message: 'This server answers only under the name of this machine itself.',
    hint: 'Open it as http://127.0.0.1 or http://localhost with its port. A page of another site may have sent you here.',
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
export const refuseHost = response => {
  response.writeHead(421, { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' })
  response.end(REFUSAL)
}

export const refuseUpgrade = socket => {
  socket.end(
    `HTTP/1.1 421 Misdirected Request\r\ncontent-type: application/json\r\nconnection: close\r\ncontent-length: ${Buffer.byteLength(REFUSAL)}\r\n\r\n${REFUSAL}`,
  )
}
