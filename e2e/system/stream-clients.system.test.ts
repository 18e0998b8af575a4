import { once } from 'node:events'
import { createServer, get, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { pipeToNodeResponse } from 'next/dist/server/pipe-readable'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { answerStream } from '@/lib/server/stream/answer'
import { QUEUE_LIMITS } from '@/lib/server/stream/client'
import { createStreamHub } from '@/lib/server/stream/hub'
import { aBus, anEvent, aRow } from '@/lib/server/stream/testing'
import { until } from './running'

const CLIENTS = 50
const EVENTS = 2_000
/** Each comes with a change of so many rows: together far more than a connection's buffers take. */
const ROWS = 12
/** So many at once; then those that read have them before there are more. */
const AT_ONCE = 100
/** Handed to its connection: what a stream of 64 KiB and the response hold. */
const MOST_HANDED = 128 * 1024

const { bus, publish } = aBus()
const hub = createStreamHub({ bus, now: () => new Date().toISOString() })
/** As Next sends a route's answer. */
const responses: ServerResponse[] = []
const server: Server = createServer((message, response) => {
  responses.push(response)
  const { headers, body } = answerStream(new Request(`http://localhost${message.url}`), hub)
  response.writeHead(200, Object.fromEntries(headers))
  if (body) void pipeToNodeResponse(body, response)
})

/** Counts events, as cheaply as that many clients in one process must. */
class Listener {
  events = 0
  resets = 0
  private begun = ''

  private constructor(private readonly message: IncomingMessage) {
    message.setEncoding('utf8').on('data', (text: string) => this.take(text))
  }

  static async begin(): Promise<Listener> {
    const address = server.address()
    if (address === null || typeof address === 'string') throw new Error('no port')
    const request = get({ host: '127.0.0.1', port: address.port, path: '/api/v1/stream', agent: false })
    const [message]: IncomingMessage[] = await once(request, 'response')
    if (!message) throw new Error('no answer')
    return new Listener(message)
  }

  pause = (): void => void this.message.pause()
  resume = (): void => void this.message.resume()
  end = (): void => void this.message.destroy()

  private take(text: string): void {
    const blocks = (this.begun + text).split('\n\n')
    this.begun = blocks.pop() ?? ''
    for (const block of blocks) {
      if (block.startsWith('event: happened')) this.events += 1
      if (block.startsWith('event: reset')) this.resets += 1
    }
  }
}

const rows = (turn: number) => Array.from({ length: ROWS }, (_, at) => aRow(`row${at}`, { moves: turn }))

/** Publishes in bursts; `look` is called when all but the stopped one have been told everything. */
const happen = async (readers: readonly Listener[], look: () => void): Promise<void> => {
  for (let turn = 1; turn <= EVENTS; turn++) {
    publish(rows(turn), [], [anEvent(`${turn}`)])
    if (turn % AT_ONCE !== 0) continue
    await until(`event ${turn} at every reader`, () => readers.every(({ events }) => events === turn))
    look()
  }
}

let stopped: Listener
let others: Listener[] = []

beforeAll(async () => {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  stopped = await Listener.begin()
  others = await Promise.all(Array.from({ length: CLIENTS - 1 }, () => Listener.begin()))
  await until('all to be connected', () => hub.clients === CLIENTS)
})

afterAll(() => {
  hub.close()
  for (const listener of [stopped, ...others]) listener?.end()
  server.closeAllConnections()
  server.close()
})

it('one of 50 that has stopped reading costs the others nothing, and the server no more than its queue', async () => {
  stopped.pause()
  const [first] = responses
  let [waiting, handed] = [0, 0]
  await happen(others, () => {
    waiting = Math.max(waiting, hub.waitingBytes)
    handed = Math.max(handed, first?.writableLength ?? 0)
  })
  expect(others.filter(({ resets }) => resets > 0)).toEqual([])
  expect(stopped.events).toBeLessThan(EVENTS)
  expect(handed).toBeLessThan(MOST_HANDED)
  expect(waiting).toBeGreaterThan(MOST_HANDED)
  expect(waiting).toBeLessThanOrEqual(QUEUE_LIMITS.bytes)
})

it('the one that had stopped is told to fetch again once it reads, and hears what happens from then on', async () => {
  stopped.resume()
  await until('a reset', () => stopped.resets === 1)
  const { events } = stopped
  publish([], [], [anEvent('later')])
  await until('the next event', () => stopped.events === events + 1)
})
