import { TraceAnswer, TraceRequest } from '@/lib/model/trace'
import { traceFrame, whomToAsk } from '@/lib/overlay'
import { readBody, refuseChange } from '../guard'
import { answer, head, refuseFields } from '../http'
import { viewAt } from '../past/view-at'
import type { Serving } from '../serving'
import { askNeighbours } from './ask-neighbours'
import { probeFirst } from './probe-first'

/**
 * `POST /trace`: what would become of a frame, now or then. Of now, nodes are asked what they take the address for, and the
 * findings of the checks are named; what they took it for then nobody recorded, nor looked what was wrong.
 */
export const answerTrace = async (
  request: Request,
  serving: Pick<Serving, 'bus' | 'past' | 'findings' | 'connectionOf' | 'evidence'>,
): Promise<Response> => {
  const refused = refuseChange(request, 'viewer')
  if (refused !== null) return refused
  const body = await readBody(request, TraceRequest)
  if (!body.ok) return body.error
  const { at, probe = false, ...question } = body.value
  if (probe && at !== undefined)
    return refuseFields('invalid', 'at: a probe is sent now.', 'Trace that moment without a probe.', [
      { field: 'at', message: 'expected nothing, where a probe is sent' },
    ])
  const probed = probe ? await probeFirst(question, serving.evidence, request.signal) : null
  if (probed?.ok === false) return probed.error
  const view = await viewAt(serving, at)
  if (!view.ok) return view.error
  const { overlay, fdb, readings } = view.value
  const whom = at === undefined ? whomToAsk({ overlay, fdb, readings }, question) : null
  const neighbours = whom ? await askNeighbours(whom, serving.connectionOf) : new Map()
  const findings = at === undefined ? serving.findings.current() : []
  // Asking took time: what is known meanwhile counts.
  const shown = at === undefined ? serving.bus.current() : view.value
  const { overlay: now, fdb: rows, readings: frames } = shown
  const traced = traceFrame({ overlay: now, fdb: rows, readings: frames, neighbours, findings }, question)
  if (traced.ok) return answer(TraceAnswer, { ...head(shown), ...traced.value, ...(probed && { probe: probed.value }) })
  const { field, message } = traced.error
  const hint = 'GET /api/v1/overlay tells nodes and VNIs, GET /api/v1/fdb the MACs that are known.'
  return refuseFields('invalid', `${field}: expected ${message}`, hint, [{ field, message: `expected ${message}` }])
}
