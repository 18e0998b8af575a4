import { mayAs } from '@/lib/model/access'
import { StreamQuery } from '@/lib/model/stream'
import { currentAsker } from '../access/context'
import { parseQuery } from '../query'
import type { StreamHub } from './hub'

/** Neither a cache nor a proxy may hold the stream back: nginx reads `x-accel-buffering`, compression heeds `no-transform`. */
const HEADERS = {
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-cache, no-transform',
  'x-accel-buffering': 'no',
  'x-content-type-options': 'nosniff',
}

/** What a change ran and what nodes said to it is for those who may read the audit log; a role that changes ends the stream. */
const mayHearChanges = (): boolean => {
  const who = currentAsker()?.who
  return who != null && mayAs(who.role, 'operator')
}

/** `/stream`: what changes and what happens, as it does. A browser's own `Last-Event-ID` outranks `since`, which it repeats. */
export const answerStream = (request: Request, hub: StreamHub): Response => {
  const query = parseQuery(request, StreamQuery)
  if (!query.ok) return query.error
  const lastEventId = request.headers.get('last-event-id')
  const options = { lastEventId: lastEventId || null, changes: mayHearChanges(), signal: request.signal }
  return new Response(hub.connect(query.value, options), { headers: HEADERS })
}
