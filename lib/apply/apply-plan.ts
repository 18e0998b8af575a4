import { compareOverlay } from '@/lib/change'
import { type ApplyNode, ApplySettings } from '@/lib/model/apply'
import type { NodeError } from '@/lib/model/error'
import type { Plan, PlanNode } from '@/lib/model/plan'
import type { Reading } from '@/lib/model/reading'
import type { Result } from '@/lib/model/result'
import { createChannel } from './channel'
import type { NodeAccess } from './node-access'
import { NodeRun, type RunContext } from './node-run'
import type { Failure } from './words'

export interface ApplyAccess {
  open: (node: string) => Promise<Result<NodeAccess, NodeError>>
  /** 16 to 64 letters and digits, another one each time it is asked. */
  nonce: () => string
  now: () => number
  sleep: (ms: number) => Promise<void>
}

export interface ApplyOptions {
  settings?: ApplySettings
  /** All nodes side by side; else one after the other, and none is begun once one has failed. */
  atOnce?: boolean
  /** Some nodes are done and others failed: whether those that are done are undone too. They wait, armed, for the answer. */
  undoOthers: (failed: readonly ApplyNode[], done: readonly string[]) => Promise<boolean>
  /** Aborted: whatever isn't kept yet is undone. */
  signal?: AbortSignal
}

const LOOK_AGAIN = 500

const interrupted: Failure = { at: 'interrupted', message: 'it was interrupted', hint: '' }
const notBegun: Failure = {
  at: 'planned',
  message: 'another node of this change failed',
  hint: 'Nothing was run here.',
}
const withOthers: Failure = {
  at: 'others',
  message: 'another node of this change failed',
  hint: 'It was undone with it.',
}

/** A node that can't be read now is not begun: nothing could be verified there. */
const openNode = async (plan: PlanNode, { open }: ApplyAccess) => {
  const made = await open(plan.node)
  if (!made.ok) return { plan, made }
  const read = await made.value.read()
  if (read.ok) return { plan, made }
  await made.value.close()
  return { plan, made: read }
}

const openRuns = async (nodes: readonly PlanNode[], access: ApplyAccess, context: RunContext) => {
  const opened = await Promise.all(nodes.map(plan => openNode(plan, access)))
  const failed = opened.flatMap(({ plan, made }): ApplyNode[] => {
    if (made.ok) return []
    const { message, hint } = made.error
    return [{ node: plan.node, state: 'untouched', steps: [], failure: { at: 'connection', message, hint } }]
  })
  const runs = opened.flatMap(({ plan, made }) => (made.ok ? [new NodeRun(plan, made.value, context)] : []))
  return { runs, failed }
}

const begin = async (run: NodeRun): Promise<boolean> => {
  await run.send()
  return run.state === 'armed' && (await run.verify())
}

/** Runs the plan on each node, and leaves those armed that came through. */
const beginAll = async (runs: readonly NodeRun[], { atOnce = false, signal }: ApplyOptions): Promise<NodeRun[]> => {
  if (atOnce) {
    const went = await Promise.all(runs.map(begin))
    return runs.filter((_, index) => went[index])
  }
  const done: NodeRun[] = []
  let goes = true
  for (const run of runs) {
    if (!goes || signal?.aborted) run.leave(goes ? interrupted : notBegun)
    else if (await begin(run)) done.push(run)
    else goes = false
  }
  return done
}

/** Looks at all nodes until the overlay is whole, or the time is over; what is lacking then is undone. */
const untilWhole = async (done: readonly NodeRun[], context: RunContext): Promise<NodeRun[]> => {
  const plans = done.map(({ plan }) => plan)
  const end = context.now() + context.settings.verifyWithin * 1000
  for (;;) {
    const read = await Promise.all(done.map(async run => [run.plan.node, await run.look()] as const))
    const readings = new Map(read.flatMap(([node, reading]): [string, Reading][] => (reading ? [[node, reading]] : [])))
    const lacks = compareOverlay(plans, readings)
    if (lacks.length === 0) {
      for (const run of done) run.whole()
      return [...done]
    }
    if (context.now() >= end) {
      const isLacking = ({ plan }: NodeRun) => lacks.some(({ node }) => node === plan.node)
      for (const run of done.filter(isLacking)) {
        const message = lacks.flatMap(lack => (lack.node === run.plan.node ? [lack.message] : [])).join('; ')
        await run.undo({ at: 'overlay', message, hint: 'The device is as planned, and the overlay did not come up.' })
      }
      return done.filter(run => !isLacking(run))
    }
    await context.sleep(LOOK_AGAIN)
  }
}

const finish = async (runs: readonly NodeRun[], done: readonly NodeRun[], options: ApplyOptions): Promise<void> => {
  const failed = runs.filter(run => !done.includes(run)).map(({ result }) => result)
  const names = done.map(({ plan }) => plan.node)
  const goesBack = failed.length > 0 && done.length > 0 && (await options.undoOthers(failed, names))
  if (options.signal?.aborted) await Promise.all(done.map(run => run.undo(interrupted)))
  else if (goesBack) await Promise.all(done.map(run => run.undo(withOthers)))
  else await Promise.all(done.map(run => run.keep()))
}

const applyAll = async (
  { nodes }: Plan,
  access: ApplyAccess,
  options: ApplyOptions,
  tell: (node: ApplyNode) => void,
): Promise<void> => {
  const settings = options.settings ?? ApplySettings.parse({})
  const context: RunContext = { settings, nonce: access.nonce(), now: access.now, sleep: access.sleep, tell }
  const { runs, failed } = await openRuns(nodes, access, context)
  for (const node of failed) tell(node)
  if (failed.length > 0) {
    for (const run of runs) run.leave(notBegun)
  } else {
    const done = await untilWhole(await beginAll(runs, options), context)
    await finish(runs, done, options)
  }
  await Promise.all(runs.map(run => run.close()))
}

/**
 * Runs a plan on its nodes and says how each stands whenever that changes; the last of each node is its result. Every node is
 * armed with its undo before its first command, and kept only when all fields are as planned and the overlay is whole. The plan
 * must be fresh: the caller plans anew and compares digests before. Never throws for what a node does.
 */
export const applyPlan = (plan: Plan, access: ApplyAccess, options: ApplyOptions): AsyncIterable<ApplyNode> => {
  const channel = createChannel<ApplyNode>()
  applyAll(plan, access, options, channel.put).then(channel.end, channel.fail)
  return channel.items()
}
