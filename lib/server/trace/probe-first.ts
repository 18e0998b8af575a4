import { compareSteps, ProbeRequest, type Step } from '@/lib/model/probe'
import { fail, ok, type Result } from '@/lib/model/result'
import type { TraceProbe, TraceRequest } from '@/lib/model/trace'
import { currentAsker } from '../access/context'
import { stopWith } from '../answer-lines'
import type { Evidence } from '../evidence/evidence'
import { refuseRole } from '../guard'
import { refuseError, refuseFields, refuseNobody } from '../http'
import { wanted } from '../wanted'

/** Sends a probe and waits for its end, for whoever may; what it taught, in order. */
export const probeFirst = async (
  { from, vni, to }: TraceRequest,
  evidence: Pick<Evidence, 'probe'>,
  signal: AbortSignal,
): Promise<Result<TraceProbe, Response>> => {
  const refused = refuseRole('operator')
  if (refused !== null) return fail(refused)
  const who = currentAsker()?.who
  if (!who) return fail(refuseNobody())
  const request = ProbeRequest.safeParse({ from, vni, to }, { error: wanted })
  if (!request.success) {
    const fields = request.error.issues.map(({ path, message }) => ({
      field: path.join('.'),
      message: `expected ${message}`,
    }))
    const message = 'A probe is sent by a node, to an IP address in the overlay.'
    return fail(refuseFields('invalid', message, 'Name both so, or trace without a probe.', fields))
  }
  const begun = evidence.probe(request.data, who, stopWith(signal).signal)
  if (!begun.ok) return fail(refuseError(begun.error))
  const steps = new Map<string, Step>()
  let answered = false
  for await (const line of begun.value) {
    if (line.line === 'step') steps.set(line.step.id, line.step)
    if (line.line === 'sent') answered = line.answered
  }
  return ok({ answered, steps: [...steps.values()].sort(compareSteps) })
}
