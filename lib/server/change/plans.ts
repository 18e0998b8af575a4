import type { Change } from '@/lib/model/change'
import type { Plan } from '@/lib/model/plan'

/** A plan that may be applied, and the change that it was made for. */
export interface KeptPlan {
  plan: Plan
  change: Change
}

/** Plans kept at a time: the oldest goes. */
const MOST = 1000

export interface Plans {
  keep(kept: KeptPlan): void
  /** Gives a plan to be applied, once. `null`: it isn't known, was used, or its time is over. */
  take(digest: string): KeptPlan | null
}

/** Plans by their digests until they expire. */
export const createPlans = (now: () => number): Plans => {
  const kept = new Map<string, KeptPlan>()
  const isOver = ({ plan }: KeptPlan): boolean => Date.parse(plan.expiresAt) <= now()
  return {
    keep: each => {
      for (const [digest, other] of kept) if (isOver(other)) kept.delete(digest)
      kept.delete(each.plan.digest)
      kept.set(each.plan.digest, each)
      const [oldest] = kept.keys()
      if (kept.size > MOST && oldest !== undefined) kept.delete(oldest)
    },
    take: digest => {
      const found = kept.get(digest)
      kept.delete(digest)
      return found === undefined || isOver(found) ? null : found
    },
  }
}
