import { setTimeout as sleep } from 'node:timers/promises'
import { OverlayAnswer } from '@/lib/model/api'
import { bringUpFleet, bringUpLab, type DemoNodes, ownNodes, whyNoLab } from './demo-nodes'
import { missingOf, renderOverlay } from './overlay-check'
import { type ServerProcess, startServer } from './server-process'

/** One line of progress with its time (stage.mjs). */
type Stage = (name: string, work: () => Promise<string | { failed: string } | null>) => Promise<void>

export interface DemoRequest {
  root: string
  /** Name of the lab. */
  name: string
  /** An inventory of the user's own, absolute; then no nodes are brought up. */
  config: string | undefined
  port: number
  dev: boolean
  /** Look once whether all is there, instead of serving until the end. */
  check: boolean
  stage: Stage
  /** Aborted when the demo is asked to end. */
  signal: AbortSignal
}

const CHECK_LIMIT_MS = 60_000
const CHECK_EVERY_MS = 250

const bringUpNodes = async ({ root, name, config }: DemoRequest): Promise<DemoNodes> => {
  if (config !== undefined) return ownNodes(config)
  const why = await whyNoLab()
  return why === null ? bringUpLab(name) : bringUpFleet(root, why)
}

const readOverlay = async (url: string): Promise<OverlayAnswer | string> => {
  try {
    const response = await fetch(`${url}/api/v1/overlay`, { signal: AbortSignal.timeout(5000) })
    if (!response.ok) return `GET /api/v1/overlay answers ${response.status}`
    const { success, data, error } = OverlayAnswer.safeParse(await response.json())
    return success ? data : `GET /api/v1/overlay is not an overlay: ${error.message}`
  } catch (error) {
    return `GET /api/v1/overlay fails: ${error instanceof Error ? error.message : String(error)}`
  }
}

/** Waits until the overlay is whole. @returns what is missing when the time is up; empty: nothing */
const waitForOverlay = async (url: string, signal: AbortSignal): Promise<{ text: string; missing: string[] }> => {
  const until = performance.now() + CHECK_LIMIT_MS
  for (;;) {
    const overlay = await readOverlay(url)
    const missing = typeof overlay === 'string' ? [overlay] : missingOf(overlay)
    const text = typeof overlay === 'string' ? '' : renderOverlay(overlay)
    if (missing.length === 0 || performance.now() > until) return { text, missing }
    await sleep(CHECK_EVERY_MS, undefined, { signal })
  }
}

const check = async ({ stage, signal }: DemoRequest, server: ServerProcess): Promise<number> => {
  let seen = { text: '', missing: [''] }
  const dead = new AbortController()
  void server.ended.then(() => dead.abort(new Error('the server ended by itself')))
  await stage('overlay', async () => {
    seen = await waitForOverlay(server.url, AbortSignal.any([signal, dead.signal]))
    return seen.missing.length === 0 ? 'overlay is whole' : { failed: 'overlay is not whole' }
  })
  if (seen.text !== '') console.log(`\n${seen.text}\n`)
  for (const sentence of seen.missing) console.error(`missing: ${sentence}`)
  return seen.missing.length === 0 ? 0 : 1
}

const invite = (url: string, { tryThis }: DemoNodes): void => {
  const lines = [`\nOpen ${url}`, ...tryThis, 'Ctrl-C takes all of it down again.\n']
  console.log(lines.join('\n'))
}

const untilEnd = async ({ signal }: DemoRequest, server: ServerProcess): Promise<number> => {
  const asked = new Promise<'asked'>(resolve =>
    signal.addEventListener('abort', () => resolve('asked'), { once: true }),
  )
  const end = signal.aborted ? 'asked' : await Promise.race([asked, server.ended])
  if (end === 'asked') return 0
  console.error(`the server ended by itself with exit ${end}`)
  return 1
}

const serveOver = async (request: DemoRequest, nodes: DemoNodes): Promise<number> => {
  nodes.adopt(process.pid)
  const servers: ServerProcess[] = []
  await request.stage('server', async () => {
    const output = request.check ? 'kept' : 'shown'
    const server = await startServer(request.root, { ...request, configFile: nodes.configFile, output })
    servers.push(server)
    nodes.adopt(server.pid)
    // A server that shows its output has said so itself.
    return request.check ? `server at ${server.url}` : null
  })
  const [server] = servers
  if (!server) return 1
  try {
    if (request.check) return await check(request, server)
    invite(server.url, nodes)
    return await untilEnd(request, server)
  } finally {
    await server.stop()
  }
}

/** The demo from nodes to screen. Whatever happens, what it brought up is gone when it is over. @returns the exit code */
export const runDemo = async (request: DemoRequest): Promise<number> => {
  const brought: DemoNodes[] = []
  try {
    await request.stage('nodes', async () => {
      const nodes = await bringUpNodes(request)
      brought.push(nodes)
      return nodes.words
    })
    request.signal.throwIfAborted()
    const [nodes] = brought
    return nodes ? await serveOver(request, nodes) : 1
  } finally {
    for (const nodes of brought) {
      await request.stage('taking down', async () => {
        await nodes.takeDown()
        return 'all taken down'
      })
    }
  }
}
