import { type NodeState, replay } from '@/lib/history'
import type { ApiError } from '@/lib/model/error'
import type { Event } from '@/lib/model/event'
import type { NodeStatus } from '@/lib/model/overlay'
import type { Reading } from '@/lib/model/reading'
import { EMPTY_SEEN, type FdbSeen, type InSteps, idMaker, isStep, type NodeInput } from '@/lib/overlay'

/** What no history tells of a node: it is as the inventory has it now. */
export type InventoryFacts = Pick<NodeInput, 'host' | 'tags'>

type Reach = Pick<NodeInput, 'status' | 'error'>

/** While nobody followed a node nothing can be said of how it was reached, nor of what changed on it. */
const NOT_RECORDED: Reach = {
  status: 'connecting',
  error: {
    code: 'notRecorded',
    message: 'Nobody followed this node at that moment.',
    hint: 'The server was not running, or had not read it yet since its start. It is shown as it was last read before.',
  },
}

/** How a node was reached, by the last that happened between it and us. A reading without such an event was one that came. */
const statusOf = (reach: Event | null): NodeStatus => {
  if (reach?.kind === 'nodeLost') return 'unreachable'
  return reach?.kind === 'nodeRefused' ? 'refused' : 'connected'
}

const errorOf = (reach: Event | null): ApiError | null =>
  reach === null || reach.kind === 'nodeConnected'
    ? null
    : { code: reach.kind, message: reach.text, hint: `It was so since ${reach.at}.` }

const reachOf = ({ recorded, reach }: NodeState): Reach =>
  recorded ? { status: statusOf(reach), error: errorOf(reach) } : NOT_RECORDED

/** Since when rows are seen, and how often they had moved, as far as events since the keyframe tell. */
function* seenOf(events: readonly Event[]): InSteps<FdbSeen> {
  const firstSeen = new Map<string, number>()
  for (const [index, { row }] of events.entries()) {
    if (row !== null) firstSeen.set(row.id, Date.parse(row.firstSeenAt))
    if (isStep(index)) yield
  }
  return { ...EMPTY_SEEN, firstSeen }
}

function* readingAt({ node, keyframe, events }: NodeState): InSteps<Reading | null> {
  return keyframe && (yield* replay(keyframe.reading, events, idMaker(node, keyframe.reading)))
}

/**
 * What the overlay of a moment is made of, out of what the history tells of one node. A node that was lost then has its last
 * reading, which is stale, and so has one that nobody followed; nobody watches the past.
 */
export function* nodeInputAt(state: NodeState, facts: InventoryFacts | undefined): InSteps<NodeInput> {
  const reading = yield* readingAt(state)
  const seen = yield* seenOf(state.events)
  return {
    name: state.node,
    host: facts?.host ?? state.node,
    tags: facts?.tags ?? [],
    ...reachOf(state),
    reading,
    profile: null,
    watch: 'none',
    missed: 0,
    seen,
  }
}
