import type { OverlayAnswer } from '@/lib/model/api'
import type { StreamPhase } from './stream-message'
import { formatClock, formatCount, formatDuration, formatExact, plural } from './time'

export type ConnectionTone = 'ok' | 'warn' | 'bad' | 'idle' | 'past'
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

/**
 * What the page may say of its data: how fresh it is, and how many nodes stand behind it. `now` in ms of the server's
 * clock; `phase` is the stream's, `null` before it was begun.
 */
export const connectionOf = (
  answer: Pick<OverlayAnswer, 'nodes' | 'now'> | undefined,
  fault: { code: string; message: string; hint: string } | undefined,
  now: number | null,
  phase: StreamPhase | null = null,
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
  return { ...byPhase(liveOf(answer.nodes), phase), stale: false }
}

const byPhase = (live: Omit<Connection, 'stale'>, phase: StreamPhase | null): Omit<Connection, 'stale'> => {
  if (phase === null || phase === 'live') return live
  const [word, why] =
    phase === 'off'
      ? ['polling', 'The live stream is interrupted: the server is asked every few seconds until it is back.']
      : ['catching up', 'The live stream has just been connected; what was missed is being read.']
  const tone = live.tone === 'ok' ? 'idle' : live.tone
  return { tone, text: live.text.replace('live', word), detail: `${why} ${live.detail}` }
}

const liveOf = (nodes: OverlayAnswer['nodes']): Omit<Connection, 'stale'> => {
  if (nodes.length === 0) return { tone: 'idle', text: 'live · no nodes', detail: 'The inventory names no nodes.' }
  const live = nodes.filter(node => node.state === 'live').length
  const failing = nodes.filter(node => node.error !== null).map(node => node.name)
  const count = `${formatCount(live)} of ${plural(nodes.length, 'node')}`
  // What must be known first stands first: the rest makes way where there is little room.
  const text = live < nodes.length ? `${count} · live` : `live · ${count}`
  if (failing.length > 0) return { tone: 'warn', text, detail: `Not read: ${failing.join(', ')}.` }
  if (live === 0) return { tone: 'idle', text: `connecting · ${count}`, detail: 'No node has answered yet.' }
  if (live < nodes.length) return { tone: 'idle', text, detail: 'The others are being connected.' }
  return { tone: 'ok', text, detail: 'Every node answers.' }
}

/** The same where the past is shown: it can't get any older, and is never called live. */
export const pastConnection = (at: number, live: Connection): Connection => ({
  tone: 'past',
  text: `past · ${formatClock(at)}`,
  detail: `What is shown is how it was at ${formatExact(at)}. Now: ${live.text}. ${live.detail}`,
  stale: false,
})
