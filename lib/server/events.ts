import type { HistoryError } from '@/lib/history'
import { EventQuery, EventsAnswer } from '@/lib/model/event'
import { fail, ok, type Result } from '@/lib/model/result'
import { normalizeMac } from '@/lib/overlay'
import { answer, refuse } from './http'
import type { KeptHistory } from './keep-history'
import { parseQuery } from './query'

const WHOLE_MAC = /^[0-9a-f]{2}(:[0-9a-f]{2}){5}$/

export const refuseHistory = ({ code, message, hint }: HistoryError): Response =>
  code === 'badCursor' ? refuse('badRequest', message, hint) : refuse('noHistory', message, hint)

/** A MAC that was asked for as rows have it, where one was; a refusal for less than a whole one. */
export const wholeMac = (mac: string | undefined): Result<{ mac?: string }, Response> => {
  if (mac === undefined) return ok({})
  const whole = normalizeMac(mac)
  return whole !== null && WHOLE_MAC.test(whole)
    ? ok({ mac: whole })
    : fail(
        refuse('badRequest', 'mac: not a whole MAC', 'Give all six bytes, in any notation, as in 86:24:26:b2:11:5c.'),
      )
}

/** As `refuseSpan`, of a query. */
export const refuseBackward = ({ since, until }: { since?: string | undefined; until?: string | undefined }) =>
  refuseSpan(msOf(since), msOf(until))

/** A refusal for a span in which nothing can lie; `null` for any other. Moments in ms, `null` without one. */
export const refuseSpan = (since: number | null, until: number | null): Response | null =>
  since !== null && until !== null && since >= until
    ? refuse('badRequest', 'since: not before until', 'Give a `since` that is earlier than `until`.')
    : null

const msOf = (moment: string | undefined): number | null => (moment === undefined ? null : Date.parse(moment))

/** `/events`: what happened, newest first unless asked otherwise, a page at a time. */
export const answerEvents = async (request: Request, history: KeptHistory): Promise<Response> => {
  const query = parseQuery(request, EventQuery)
  if (!query.ok) return query.error
  const { mac, ...others } = query.value
  const whole = wholeMac(mac)
  if (!whole.ok) return whole.error
  const refusal = refuseBackward(others)
  if (refusal) return refusal
  if (!history.ok) return refuseHistory(history.error)
  const page = await history.value.events({ ...others, ...whole.value })
  return page.ok ? answer(EventsAnswer, page.value) : refuseHistory(page.error)
}
