import type { Principal } from '@/lib/model/access'
import { ApplyAnswer, type ApplyRequest, ChangeAnswer, ChangesAnswer, type UndoOthers } from '@/lib/model/apply'
import { answer, head, refuse } from '../http'
import type { Serving } from '../serving'
import type { ChangeError } from './change-error'

const refused = ({ code, message, hint }: ChangeError): Response => refuse(code, message, hint)

/** `POST /vxlan/apply`: begins to apply a plan, and says by which id it is followed. */
export const answerApply = async (
  request: ApplyRequest,
  { changes }: Pick<Serving, 'changes'>,
  who: Principal,
): Promise<Response> => {
  const begun = await changes.start(request, who)
  return begun.ok ? answer(ApplyAnswer, { id: begun.value }, 202) : refused(begun.error)
}

/** `GET /vxlan/changes`: those of late, newest first. */
export const answerChanges = ({ changes, bus }: Pick<Serving, 'changes' | 'bus'>): Response =>
  answer(ChangesAnswer, { ...head(bus.current()), changes: changes.recent() })

/** `GET /vxlan/changes/{id}`: how far it is, or how it ended. */
export const answerChange = (id: string, { changes, bus }: Pick<Serving, 'changes' | 'bus'>): Response => {
  const change = changes.get(id)
  if (change === null) return refuse('notFound', 'There is no such change.', 'GET /api/v1/vxlan/changes lists them.')
  return answer(ChangeAnswer, { ...head(bus.current()), change })
}

/** `POST /vxlan/changes/{id}/answer`: whether the nodes that are done go back with those that failed. */
export const answerUndoOthers = async (
  id: string,
  { undoOthers }: UndoOthers,
  { changes, bus }: Pick<Serving, 'changes' | 'bus'>,
  who: Principal,
): Promise<Response> => {
  const taken = await changes.answer(id, undoOthers, who)
  return taken.ok ? answerChange(id, { changes, bus }) : refused(taken.error)
}
