import { once } from 'node:events'
import { get, type IncomingMessage } from 'node:http'

/** One frame of a stream of server-sent events, as text. */
export interface SseFrame {
  event: string
  data: string
}

/** A client of the server's stream that isn't a browser. */
export interface SseClient {
  /** Stops and goes on taking bytes from the socket. */
  pause(): void
  resume(): void
  end(): void
}

const frameOf = (block: string): SseFrame => {
  const fields = new Map(
    block.split('\n').map(line => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)]),
  )
  return { event: fields.get('event') ?? '', data: fields.get('data') ?? '' }
}

/** Opens the stream at `url` and calls with each frame that has an event. */
export const openSse = async (url: string, onFrame: (frame: SseFrame) => void): Promise<SseClient> => {
  const [message]: IncomingMessage[] = await once(get(url, { agent: false }), 'response')
  if (message?.statusCode !== 200) throw new Error(`GET ${url}: ${message?.statusCode}`)
  let begun = ''
  message.setEncoding('utf8').on('data', (text: string) => {
    const blocks = (begun + text).split('\n\n')
    begun = blocks.pop() ?? ''
    for (const block of blocks.map(frameOf)) if (block.event !== '') onFrame(block)
  })
  return {
    pause: () => void message.pause(),
    resume: () => void message.resume(),
    end: () => void message.destroy(),
  }
}
