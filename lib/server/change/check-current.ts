import { type ChangeFacts, planChange } from '@/lib/change'
import { fail, ok, type Result } from '@/lib/model/result'
import type { Runtime } from '../runtime'
import { type ChangeError, cannotRead, planAgain } from './change-error'
import type { KeptPlan } from './plans'
import { sha256 } from './read-facts'

/** Of 500 nodes the first few tell enough. */
const TOLD = 5

const joined = (texts: readonly string[], between: string): string =>
  [...texts.slice(0, TOLD), ...(texts.length > TOLD ? [`${texts.length - TOLD} more`] : [])].join(between)

const refusals = (fields: readonly { node: string; field: string; message: string }[]): string =>
  joined(
    fields.map(({ node, field, message }) => [node, field, message].filter(word => word !== '').join(': ')),
    '; ',
  )

/** What differs between a plan and the same change planned upon these facts; `null`: nothing. */
const differenceOf = ({ plan, change }: KeptPlan, facts: ChangeFacts, now: number): string | null => {
  const anew = planChange(change, facts, { now, validFor: 1, hash: sha256 })
  if (!anew.ok) return `What this plan took its nodes for is no longer so: ${refusals(anew.error.fields)}.`
  if (anew.value.digest === plan.digest) return null
  const others = anew.value.nodes.flatMap(({ node, basis }, index) =>
    basis === plan.nodes[index]?.basis ? [] : [node],
  )
  if (others.length === 0) return 'The same change has other commands now: its VNI has other members, or they differ.'
  return `${joined(others, ', ')} ${others.length === 1 ? 'is' : 'are'} no longer as this plan took ${others.length === 1 ? 'it' : 'them'}.`
}

/** Whether a plan still stands upon its nodes, each of which is read for it just now. */
export const checkCurrent = async (
  kept: KeptPlan,
  readFacts: Runtime['readFacts'],
): Promise<Result<null, ChangeError>> => {
  const { facts, failed } = await readFacts(kept.change, { afresh: true })
  if (failed.length > 0) return fail(cannotRead(failed))
  const difference = differenceOf(kept, facts, Date.now())
  return difference === null ? ok(null) : fail(planAgain(difference))
}
