import type { Bus } from '@/lib/bus'
import type { HistoryError } from '@/lib/history'
import { fail, ok, type Result } from '@/lib/model/result'
import { iso, refuse } from '../http'
import type { Moments, View } from './moments'

/** What answers about now and about then are made from. */
export interface Views {
  bus: Pick<Bus, 'current'>
  past: Result<Moments, HistoryError>
}

const refuseHistory = ({ code, message, hint }: HistoryError): Response =>
  refuse(code === 'tooOld' ? 'tooOld' : 'noHistory', message, hint)

/** The view a request asks for by its `at`: of now without one. A moment that nobody can tell of is a refusal. */
export const viewAt = async (
  { bus, past }: Views,
  at: string | undefined,
  now = Date.now(),
): Promise<Result<View, Response>> => {
  if (at === undefined) return ok(bus.current())
  const moment = Date.parse(at)
  if (moment > now) {
    const hint = `By the server's clock it is ${iso(now)}.`
    return fail(refuse('badRequest', 'at: a moment that is still to come', hint))
  }
  if (!past.ok) return fail(refuseHistory(past.error))
  const view = await past.value.at(moment)
  return view.ok ? view : fail(refuseHistory(view.error))
}
