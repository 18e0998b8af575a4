import { OverlayAnswer, OverlayQuery } from '@/lib/model/api'
import { answer, head } from './http'
import { type Views, viewAt } from './past/view-at'
import { parseQuery } from './query'

/** `/overlay`: all nodes together, as it is or as it was. */
export const answerOverlay = async (request: Request, views: Views): Promise<Response> => {
  const query = parseQuery(request, OverlayQuery)
  if (!query.ok) return query.error
  const view = await viewAt(views, query.value.at)
  return view.ok ? answer(OverlayAnswer, { ...head(view.value), ...view.value.overlay }) : view.error
}
