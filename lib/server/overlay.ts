import { OverlayAnswer, OverlayQuery, TunnelAnswer, TunnelQuery } from '@/lib/model/api'
import { answer, head, refuse } from './http'
import { type Views, viewAt } from './past/view-at'
import { parseQuery } from './query'
import { lightOverlay } from './without-evidence'

/** Weak, because `now` differs from answer to answer (RFC 9110 §8.8.1). */
const tagOf = (revision: string, evidence: string): string => `W/"${revision}.${evidence}"`

const opaqueOf = (tag: string): string => tag.trim().replace(/^W\//, '')

/** Whether the request has what the tag stands for: compared weakly, and `*` is anything there is (RFC 9110 §13.1.2). */
const hasTag = (request: Request, tag: string): boolean =>
  (request.headers.get('if-none-match') ?? '')
    .split(',')
    .map(opaqueOf)
    .some(one => one === '*' || one === opaqueOf(tag))

/** `/overlay`: all nodes together, as it is or as it was; 304 for who names the revision by `If-None-Match`. */
export const answerOverlay = async (request: Request, views: Views): Promise<Response> => {
  const query = parseQuery(request, OverlayQuery)
  if (!query.ok) return query.error
  const { at, evidence } = query.value
  const view = await viewAt(views, at)
  if (!view.ok) return view.error
  const { revision, overlay } = view.value
  const etag = tagOf(revision, evidence)
  if (hasTag(request, etag)) return new Response(null, { status: 304, headers: { etag, 'cache-control': 'no-store' } })
  const body = { ...head(view.value), ...(evidence === 'all' ? overlay : lightOverlay(overlay)) }
  const response = answer(OverlayAnswer, body)
  response.headers.set('etag', etag)
  return response
}

/** `/tunnels/{id}`: one tunnel with the lines it was read from. */
export const answerTunnel = async (request: Request, views: Views, id: string): Promise<Response> => {
  const query = parseQuery(request, TunnelQuery)
  if (!query.ok) return query.error
  const view = await viewAt(views, query.value.at)
  if (!view.ok) return view.error
  const tunnel = view.value.overlay.tunnels.find(one => one.id === id)
  return tunnel
    ? answer(TunnelAnswer, { ...head(view.value), tunnel })
    : refuse('notFound', 'There is no tunnel of this name.', 'GET /api/v1/overlay lists the tunnels there are.')
}
