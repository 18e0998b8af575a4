import { createServer } from 'node:http'
import { ROOT } from './build.mjs'
import { isOurHost, parseTarget, refuseHost, refuseTarget, refuseUpgrade } from './host-guard.mjs'
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

/**
 * Next.js in this process behind our own HTTP server: `next start` binds to every address, knows no Host check, and is a
 * second process to end. The port is taken first, so that a port in use is told before anything of the application runs.
 * @param {{ host: string, port: number, dev: boolean }} options
 */
export const serve = async ({ host, port, dev }) => {
  let handle
  // Next answers upgrades (hot reload) by listening on the server it is given, else on ours and past our check.
  const upgrades = createServer()
  const server = createServer((request, response) => {
    const asked = parseTarget(request.url, request.headers.host)
    if (asked === null) return refuseTarget(response)
    if (!isOurHost(asked.host, host)) return refuseHost(response)
    request.url = asked.target
    if (!handle) return refuseWhileStarting(response)
    return handle(request, response)
  })
  server.on('upgrade', (request, socket, head) => {
    if (!isOurHost(request.headers.host, host)) refuseUpgrade(socket)
    else if (!upgrades.emit('upgrade', request, socket, head)) socket.destroy()
  })
  const bound = await listen(server, host, port)
  const { default: next } = await import('next')
  const app = next({ dev, dir: ROOT, hostname: host, port: bound, httpServer: upgrades })
  await app.prepare()
  handle = app.getRequestHandler()
  return { server, url: `http://${host.includes(':') ? `[${host}]` : host}:${bound}` }
}
