import type { ApplyNode } from '@/lib/model/apply'
import type { ApplySettings } from '@/lib/model/apply-settings'
import type { Plan, PlanNode } from '@/lib/model/plan'
import type { ApplyAccess } from './apply-plan'
import { createChannel } from './channel'
import { isEnd } from './ends'
import { NodeRun, type RunContext, undoneBy } from './node-run'
import { interruptedBy } from './words'

const interrupted = interruptedBy('the server ended while it was under way')

const RETRY = 2000

/** A node that can't be reached is tried for as long as it may still be undoing by itself. */
const recoverNode = async (plan: PlanNode, last: ApplyNode, access: ApplyAccess, context: RunContext) => {
  const until = undoneBy(context, last.undoAt)
  for (;;) {
    const made = await access.open(plan.node)
    if (made.ok) {
      const run = new NodeRun(plan, made.value, context, last)
      await run.undo(interrupted)
      await run.close()
      return
    }
    if (context.now() >= until) {
      const { message, hint } = made.error
      const failure = {
        ...interrupted,
        message: `${interrupted.message}, and since then: ${message}`,
        hint: `${hint} ${interrupted.hint}`.trim(),
      }
      context.tell({ ...last, state: 'unknown', failure })
      return
    }
    await context.sleep(RETRY)
  }
}

/**
 * Finds out how a change ended that was interrupted, from the nodes themselves, and undoes what is armed still. `last` is what is
 * known of each; of nodes that had ended nothing is asked. `access.nonce` gives that of the change.
 */
export const recoverPlan = (
  { nodes }: Plan,
  last: readonly ApplyNode[],
  access: ApplyAccess,
  settings: ApplySettings,
): AsyncIterable<ApplyNode> => {
  const { put, end, fail, items } = createChannel<ApplyNode>()
  const context: RunContext = { settings, nonce: access.nonce(), now: access.now, sleep: access.sleep, tell: put }
  const open = nodes.flatMap(plan => {
    const known = last.find(({ node }) => node === plan.node)
    return known && !isEnd(known.state) ? [recoverNode(plan, known, access, context)] : []
  })
  Promise.all(open).then(end, fail)
  return items()
}
