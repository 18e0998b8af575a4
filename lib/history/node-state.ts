import type { Event } from '@/lib/model/event'
import type { Reading } from '@/lib/model/reading'
import { errorFrom, type HistoryResult, historyError } from './error'
import { readJsonLines } from './json-lines'
import { unpackReading } from './pack'
import type { StoredState } from './protocol'
import { asEvent, storedEvent } from './stored-event'

/** What is known of a node at a moment. */
export interface NodeState {
  node: string
  /**
   * Somebody followed the node: not so while no server ran, nor after its start until the node was read. What is known of it
   * is then of before.
   */
  recorded: boolean
  /** The last keyframe at or before the moment; `null` when the node had never been read. Ages are those at `readAt`. */
  keyframe: { at: number; reading: Reading } | null
  /** What happened from the keyframe to the moment, oldest first: `replay` brings the reading there. */
  events: Event[]
  /** The last `nodeConnected`, `nodeLost` or `nodeRefused` at or before the moment. */
  reach: Event | null
}

const nodeState = async ({ node, recorded, keyframe, events, reach }: StoredState): Promise<NodeState> => ({
  node,
  recorded,
  keyframe: keyframe && { at: keyframe.at, reading: await unpackReading(keyframe.body) },
  events: (await readJsonLines(events)).map(asEvent),
  reach: reach === null ? null : storedEvent(reach),
})

export const statesOf = async (stored: readonly StoredState[]): Promise<HistoryResult<NodeState[]>> => {
  try {
    const states: NodeState[] = []
    for (const each of stored) states.push(await nodeState(each))
    return { ok: true, value: states }
  } catch (cause) {
    return { ok: false, error: errorFrom(cause, 'damaged') }
  }
}

/** Why nothing can be told of a moment; `null` where something can. `oldest`: the first that is kept; `null` where nothing is. */
export const refuseOld = (at: number, oldest: number | null): HistoryResult<never> | null => {
  if (oldest !== null && at >= oldest) return null
  const text = oldest === null ? 'Nothing is recorded yet.' : `The history begins at ${new Date(oldest).toISOString()}.`
  return { ok: false, error: historyError('tooOld', text) }
}
