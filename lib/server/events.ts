import type { HistoryError } from '@/lib/history'
import { EventQuery, EventsAnswer } from '@/lib/model/event'
import { normalizeMac } from '@/lib/overlay'
import { answer, refuse } from './http'
import type { KeptHistory } from './keep-history'
import { parseQuery } from './query'

const WHOLE_MAC = /^[0-9a-f]{2}(:[0-9a-f]{2}){5}$/

const refuseHistory = ({ code, message, hint }: HistoryError): Response =>
  code === 'badCursor' ? refuse('badRequest', message, hint) : refuse('noHistory', message, hint)

/** `/events`: what happened, newest first, a page at a time. */
export const answerEvents = async (request: Request, history: KeptHistory): Promise<Response> => {
  const query = parseQuery(request, EventQuery)
  if (!query.ok) return query.error
  const { mac, ...others } = query.value
  const whole = mac === undefined ? undefined : normalizeMac(mac)
  if (whole === null || (whole !== undefined && !WHOLE_MAC.test(whole)))
    return refuse('badRequest', 'mac: not a whole MAC', 'Give all six bytes, in any notation, as in 86:24:26:b2:11:5c.')
  if (!history.ok) return refuseHistory(history.error)
  const page = await history.value.events(whole === undefined ? others : { ...others, mac: whole })
  return page.ok ? answer(EventsAnswer, page.value) : refuseHistory(page.error)
}
