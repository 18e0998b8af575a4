import { until } from '@/e2e/lab/until'
import type { Principal } from '@/lib/model/access'
import { type AppliedChange, ApplyAnswer } from '@/lib/model/apply'
import { ErrorBody } from '@/lib/model/error'
import { Plan } from '@/lib/model/plan'
import { answering } from '@/lib/server/access/testing'
import { answerApply } from '@/lib/server/change/answer-changes'
import { answerPlan } from '@/lib/server/change/answer-plan'
import type { Serving } from '@/lib/server/serving'

export const LOCAL: Principal = { name: 'local', role: 'admin', via: 'local', from: null }

const askedPlan = answering(answerPlan)

type ChangeNode = Record<string, unknown>

interface Begun {
  status: number
  id: string
  code: string
  message: string
}

/** A change on a busy machine: readings, a session, its undo. */
const A_CHANGE_MS = 90_000

/** Changes as REST asks for them, of a server of this process. */
export const asRest = (serving: Serving) => {
  const { readFacts, changes } = serving
  const plan = async (nodes: ChangeNode[]): Promise<Plan> => {
    const request = new Request('http://localhost/api/v1/vxlan/plan', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ nodes }),
    })
    const answered = await askedPlan(request, { readFacts, plans: changes.plans, planValid: 600 })
    const body: unknown = await answered.json()
    if (answered.status !== 200) throw new Error(JSON.stringify(body))
    return Plan.parse(body)
  }
  /** The id of what was begun, or how it was refused. */
  const begin = async (digest: string, atOnce = false): Promise<Begun> => {
    const answered = await answerApply({ digest, atOnce }, serving, LOCAL)
    const body: unknown = await answered.json()
    const { data } = ApplyAnswer.safeParse(body)
    const { code = '', message = '' } = ErrorBody.safeParse(body).data?.error ?? {}
    return { status: answered.status, id: data?.id ?? '', code, message }
  }
  const ended = async (id: string): Promise<AppliedChange> => {
    await until(() => changes.get(id)?.state === 'ended', `change ${id} to end`, A_CHANGE_MS)
    const change = changes.get(id)
    if (change === null) throw new Error(`there is no change ${id}`)
    return change
  }
  return {
    plan,
    begin,
    ended,
    /** Plans, applies, and waits for the end. */
    apply: async (nodes: ChangeNode[], atOnce = false): Promise<AppliedChange> =>
      ended((await begin((await plan(nodes)).digest, atOnce)).id),
  }
}

/** How each node of a change ended. */
export const statesOf = ({ nodes }: Pick<AppliedChange, 'nodes'>): Record<string, string> =>
  Object.fromEntries(nodes.map(({ node, state }) => [node, state]))
