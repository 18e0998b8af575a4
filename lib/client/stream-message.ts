import { z } from 'zod'
import { AppliedChange } from '@/lib/model/apply'
import { Event } from '@/lib/model/event'
import { Iso } from '@/lib/model/overlay'
import { Heartbeat, StreamDelta } from '@/lib/model/stream'

const Revision = z.string().max(128)

/** A message of the stream as tabs hand it on. `after` is the revision that the one who read the stream had before it. */
export const StreamMessage = z.discriminatedUnion('type', [
  z.object({ type: z.literal('delta'), after: Revision.nullable(), revision: Revision, delta: StreamDelta }),
  z.object({ type: z.literal('happened'), event: Event }),
  z.object({ type: z.literal('change'), change: AppliedChange }),
  z.object({ type: z.literal('heartbeat'), after: Revision.nullable(), revision: Revision.nullable(), now: Iso }),
  z.object({ type: z.literal('reset'), revision: Revision.nullable() }),
])
export type StreamMessage = z.infer<typeof StreamMessage>

export const FRAME_TYPES = ['delta', 'happened', 'change', 'heartbeat', 'reset'] as const
export type FrameType = (typeof FRAME_TYPES)[number]

const json = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

/**
 * A frame of the stream by its schema. `id` is its revision where it has one, `after` the last one before it. What can't be
 * read is a `reset`: whatever it said is fetched.
 */
export const parseFrame = (type: FrameType, data: string, id: string | null, after: string | null): StreamMessage => {
  const unreadable: StreamMessage = { type: 'reset', revision: id }
  switch (type) {
    case 'delta': {
      const delta = StreamDelta.safeParse(json(data))
      return delta.success ? { type, after, revision: delta.data.revision, delta: delta.data } : unreadable
    }
    case 'happened': {
      const event = Event.safeParse(json(data))
      return event.success ? { type, event: event.data } : unreadable
    }
    case 'change': {
      const change = AppliedChange.safeParse(json(data))
      return change.success ? { type, change: change.data } : unreadable
    }
    case 'heartbeat': {
      const beat = Heartbeat.safeParse(json(data))
      return beat.success ? { type, after, revision: id, now: beat.data.now } : unreadable
    }
    case 'reset':
      return { type, revision: id }
  }
}

/** The revision that is reached with a message; `null` where it tells none. */
export const revisionOf = (message: StreamMessage): string | null =>
  message.type === 'happened' || message.type === 'change' ? null : message.revision

/** Whether the stream is read: `off` nobody reads it, `catchingUp` it is being connected again, `live`. */
export const StreamPhase = z.enum(['off', 'catchingUp', 'live'])
export type StreamPhase = z.infer<typeof StreamPhase>

/** What the tabs of a browser tell each other. */
export const TabMessage = z.discriminatedUnion('type', [
  z.object({ type: z.literal('hello') }),
  z.object({ type: z.literal('status'), phase: StreamPhase }),
  z.object({ type: z.literal('message'), message: StreamMessage }),
])
export type TabMessage = z.infer<typeof TabMessage>
