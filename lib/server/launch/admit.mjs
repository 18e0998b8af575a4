/** What the application keeps running (lib/server/instance.ts). */
const RUNTIME = Symbol.for('vxscope.runtime')

const STATUS = { loginNeeded: 401, forbidden: 403, wrongMethod: 405, internal: 500, starting: 503 }

const refused = (code, message, hint) => ({ ok: false, code, error: { message, hint }, location: null, allow: null })

/**
 * Asks the application's gate about a request. Whatever goes wrong there lets nobody in.
 * @param {import('node:http').IncomingMessage} request
 * @param {boolean} loopback whether the server listens on a loopback address
 */
export const admit = async (request, loopback) => {
  try {
    const runtime = await globalThis[RUNTIME]
    if (!runtime) return refused('starting', 'The server is starting.', 'Ask again in a second or two.')
    const { method, url: target, headers, socket } = request
    return await runtime.gate.admit({ method, target, headers, peer: socket.remoteAddress ?? null, loopback })
  } catch (error) {
    console.error(error)
    return refused('internal', 'The server failed to answer.', 'Its log says why; please report it.')
  }
}

/** Answers in place of what was asked for: an error body as the API's, or the way to the login. */
export const refuseAdmission = (response, { code, error, location, allow }) => {
  response.setHeader('cache-control', 'no-store')
  if (location !== null) {
    response.writeHead(303, { location })
    return response.end()
  }
  if (code === 'loginNeeded') response.setHeader('www-authenticate', 'Bearer realm="vxscope"')
  if (allow !== null) response.setHeader('allow', allow.join(', '))
  response.writeHead(STATUS[code], { 'content-type': 'application/json; charset=utf-8' })
  response.end(JSON.stringify({ error: { code, ...error } }))
}
