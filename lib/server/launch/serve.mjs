import { createServer } from 'node:http'
import { admit, refuseAdmission } from './admit.mjs'
import { ROOT } from './build.mjs'
import { isOurHost, parseTarget, refuseHost, refuseTarget, refuseUpgrade } from './host-guard.mjs'
import { isLoopback } from './options.mjs'
import { CommandError } from './run.mjs'

const STARTING = JSON.stringify({
  error: { code: 'starting', message: 'The server is starting.', hint: 'Ask again in a second or two.' },
})

const refuseWhileStarting = response => {
  response.writeHead(503, { 'content-type': 'application/json; charset=utf-8', 'retry-after': '1' })
  response.end(STARTING)
}

const LISTEN_PROBLEMS = {
  EADDRINUSE: (host, port) =>
    `${host}:${port} is in use by another program. Take another port: --port NUMBER, or PORT=NUMBER in the environment.`,
  EACCES: (host, port) =>
    `${host}:${port}: this user may not listen there. Ports under 1024 are root's; take a higher one.`,
  EADDRNOTAVAIL: host => `${host} is no address of this machine.`,
}

const listen = (server, host, port) =>
  new Promise((resolve, reject) => {
    server.once('error', error => {
      const explain = LISTEN_PROBLEMS[error.code]
      reject(explain ? new CommandError(explain(host, port), 2) : error)
    })
    server.listen({ host, port, exclusive: true }, () => resolve(server.address().port))
  })

/** No page of another site may show ours in a frame and have its buttons pressed; nothing tells other sites where one was. */
const HEADERS = {
  'content-security-policy': "frame-ancestors 'none'; object-src 'none'; base-uri 'none'; form-action 'self'",
  'x-frame-options': 'DENY',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'same-origin',
}

/** Ends what goes on being told. An answer that is about to be given, as that to a logout, is given. */
const cut = response => {
  if (response.headersSent && !response.writableEnded) response.destroy()
}

/**
 * Next.js in this process behind our own HTTP server: `next start` binds to every address, knows no Host check, and is a
 * second process to end. The port is taken first, so that a port in use is told before anything of the application runs.
 * Whatever is asked for passes the application's gate first (lib/server/access/gate.ts): Next sees nothing else.
 * @param {{ host: string, port: number, dev: boolean, origins?: readonly string[] }} options
 */
export const serve = async ({ host, port, dev, origins = [] }) => {
  let handle
  // Next answers upgrades (hot reload) by listening on the server it is given, else on ours and past our check.
  const upgrades = createServer()
  const isOurs = (asked, { localAddress }) => isOurHost(asked, { bound: host, reached: localAddress, origins })
  const server = createServer(async (request, response) => {
    for (const [name, value] of Object.entries(HEADERS)) response.setHeader(name, value)
    const asked = parseTarget(request.url, request.headers.host)
    if (asked === null) return refuseTarget(response)
    if (!isOurs(asked.host, request.socket)) return refuseHost(response)
    request.url = asked.target
    if (!handle) return refuseWhileStarting(response)
    const admitted = await admit(request, isLoopback(host))
    // Who asked has gone meanwhile: nothing is begun for nobody, and no end of it would be heard of.
    if (response.closed) return
    if (!admitted.ok) return refuseAdmission(response, admitted)
    response.on(
      'close',
      admitted.onOver(() => cut(response)),
    )
    return admitted.run(() => handle(request, response))
  })
  server.on('upgrade', async (request, socket, head) => {
    socket.on('error', () => socket.destroy())
    if (!isOurs(request.headers.host, socket)) return refuseUpgrade(socket)
    // Upgrades are hot reload's alone.
    const admitted = dev && handle ? await admit(request, isLoopback(host)) : null
    if (!admitted?.ok || !upgrades.emit('upgrade', request, socket, head)) return socket.destroy()
    socket.on(
      'close',
      admitted.onOver(() => socket.destroy()),
    )
  })
  const bound = await listen(server, host, port)
  const { default: next } = await import('next')
  const app = next({ dev, dir: ROOT, hostname: host, port: bound, httpServer: upgrades })
  await app.prepare()
  handle = app.getRequestHandler()
  return { server, url: `http://${host.includes(':') ? `[${host}]` : host}:${bound}` }
}
