import { z } from 'zod'
import { planChange } from '@/lib/change'
import { type ChangeRefusal, parseChange } from '@/lib/model/change'
import { Plan } from '@/lib/model/plan'
import { readBody, refuseChange } from '../guard'
import { answer } from '../http'
import type { Runtime } from '../runtime'
import type { Plans } from './plans'
import { refuseUnasked, sha256 } from './read-facts'

/** A change of 500 nodes with every field is some 300 kB. */
const MAX_BYTES = 1024 * 1024

const unprocessable = (refusal: ChangeRefusal): Response =>
  Response.json(refusal, { status: 422, headers: { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' } })

export interface PlanAnswering {
  readFacts: Runtime['readFacts']
  plans: Plans
  /** s */
  planValid: number
}

/** `POST /vxlan/plan`: what a change would do, or why it is refused (422). Reads, and changes nothing. */
export const answerPlan = async (
  request: Request,
  { readFacts, plans, planValid }: PlanAnswering,
): Promise<Response> => {
  const refused = refuseChange(request, 'operator')
  if (refused !== null) return refused
  const body = await readBody(request, z.unknown(), MAX_BYTES)
  if (!body.ok) return body.error
  const change = parseChange(body.value)
  if (!change.ok) return unprocessable(change.error)
  const { facts, failed } = await readFacts(change.value)
  if (failed.length > 0) return unprocessable(refuseUnasked(failed))
  const plan = planChange(change.value, facts, {
    now: Date.now(),
    validFor: planValid,
    hash: sha256,
  })
  if (!plan.ok) return unprocessable(plan.error)
  plans.keep({ plan: plan.value, change: change.value })
  return answer(Plan, plan.value)
}
