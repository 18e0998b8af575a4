import type { OverlayAnswer } from '@/lib/model/api'
import { formatClock, formatDuration } from './time'

export type ConnectionTone = 'ok' | 'warn' | 'bad' | 'idle'
export interface Connection {
  tone: ConnectionTone
  text: string
  /** A sentence for who wants to know more. */
  detail: string
  /** What is on the screen is older than it should be. */
  stale: boolean
}

/** After that long without an answer the picture is called stale, though no request has failed yet. */
export const STALE_AFTER_MS = 15_000

/** What the page may say of its data: how fresh it is, and how many nodes stand behind it. Times in ms of the server's clock. */
export const connectionOf = (
  answer: Pick<OverlayAnswer, 'nodes' | 'now'> | undefined,
  fault: { code: string; message: string; hint: string } | undefined,
  now: number | null,
): Connection => {
  if (answer === undefined) {
    if (fault === undefined) return { tone: 'idle', text: 'connecting', detail: 'Asking the server.', stale: false }
    const text = fault.code === 'noServer' ? 'no server' : fault.code === 'starting' ? 'starting' : 'error'
    return { tone: text === 'starting' ? 'idle' : 'bad', text, detail: `${fault.message} ${fault.hint}`, stale: false }
  }
  const at = Date.parse(answer.now)
  const age = now === null ? 0 : now - at
  if (fault !== undefined || age > STALE_AFTER_MS) {
    const detail = `Last answer ${formatDuration(age)} ago. ${fault === undefined ? '' : `${fault.message} ${fault.hint}`}`
    const text = `stale since ${formatClock(at)}`
    return { tone: 'bad', text: fault?.code === 'noServer' ? `no server, ${text}` : text, detail, stale: true }
  }
  return { ...liveOf(answer.nodes), stale: false }
}

const liveOf = (nodes: OverlayAnswer['nodes']): Omit<Connection, 'stale'> => {
  if (nodes.length === 0) return { tone: 'idle', text: 'live · no nodes', detail: 'The inventory names no nodes.' }
  const live = nodes.filter(node => node.state === 'live').length
  const failing = nodes.filter(node => node.error !== null).map(node => node.name)
  const text = `live · ${live} of ${nodes.length} ${nodes.length === 1 ? 'node' : 'nodes'}`
  if (failing.length > 0) return { tone: 'warn', text, detail: `Not read: ${failing.join(', ')}.` }
  if (live === 0) return { tone: 'idle', text: text.replace('live', 'connecting'), detail: 'No node has answered yet.' }
  if (live < nodes.length) return { tone: 'idle', text, detail: 'The others are being connected.' }
  return { tone: 'ok', text, detail: 'Every node answers.' }
}
