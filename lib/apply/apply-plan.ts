import { compareExpect, compareOverlay, type Difference } from '@/lib/change'
import type { ApplyNode } from '@/lib/model/apply'
import { type ApplySettings, leavesTime, undoLaterOf, undoTimes } from '@/lib/model/apply-settings'
import type { NodeError } from '@/lib/model/error'
import type { Plan, PlanNode } from '@/lib/model/plan'
import type { Reading } from '@/lib/model/reading'
import { fail, ok, type Result } from '@/lib/model/result'
import { createChannel } from './channel'
import type { NodeAccess } from './node-access'
import { NodeRun, type RunContext } from './node-run'
import { describeDifferences, type Failure, interruptedBy, PLAN_AGAIN } from './words'

export interface ApplyAccess {
  open: (node: string) => Promise<Result<NodeAccess, NodeError>>
  /** 16 to 64 letters and digits, another one each time it is asked. */
  nonce: () => string
  now: () => number
  sleep: (ms: number) => Promise<void>
}

export interface ApplyOptions {
  settings: ApplySettings
  /** All nodes side by side; else one after the other, and none is begun once one has failed. */
  atOnce?: boolean
  /** Some nodes are done and others failed: whether those that are done are undone too. They wait, armed, for the answer. */
  undoOthers: (failed: readonly ApplyNode[], done: readonly string[]) => Promise<boolean>
  /** Aborted: whatever isn't kept yet is undone. */
  signal?: AbortSignal
}

const LOOK_AGAIN = 500

const interrupted = interruptedBy('it was interrupted')
const notBegun: Failure = {
  at: 'planned',
  message: 'another node of this change failed',
  hint: 'Nothing was run here.',
}
const noTimeLeft: Failure = {
  at: 'planned',
  message: 'a node before it would have undone by itself while this one was under way',
  hint: 'Nothing was run here. Take a longer --undo-after, or all nodes at once.',
}
const withOthers: Failure = {
  at: 'others',
  message: 'another node of this change failed',
  hint: 'It was undone with it.',
}

/** Of nodes, by name. */
type Readings = ReadonlyMap<string, Reading>

interface OpenNode {
  access: NodeAccess
  /** As the node was before anything was run. */
  first: Reading
}

const connectionFailure = ({ message, hint }: NodeError): Failure => ({ at: 'connection', message, hint })

const notAsPlanned = (differences: readonly Difference[]): Failure => ({
  at: 'guard',
  message: `the device is no longer what the plan took it for: ${describeDifferences(differences)}`,
  hint: PLAN_AGAIN,
})

const lackingFailure = (message: string): Failure => ({
  at: 'overlay',
  message,
  hint: 'The device is as planned, and the overlay did not come up.',
})

/** A node that can't be read now, or isn't as the plan took it, is not begun. */
const openNode = async (plan: PlanNode, { open }: ApplyAccess): Promise<Result<OpenNode, Failure>> => {
  const made = await open(plan.node)
  if (!made.ok) return fail(connectionFailure(made.error))
  const read = await made.value.read()
  const { differences } = read.ok ? compareExpect(plan.before, read.value) : { differences: [] }
  if (read.ok && differences.length === 0) return ok({ access: made.value, first: read.value })
  await made.value.close()
  return fail(read.ok ? notAsPlanned(differences) : connectionFailure(read.error))
}

const runsOf = (opened: readonly { plan: PlanNode; access: NodeAccess }[], context: RunContext, atOnce: boolean) => {
  const { settings } = context
  const times = undoTimes(opened.length, { ...settings, undoLater: undoLaterOf(settings) }, atOnce)
  return opened.map(({ plan, access }, index) => {
    const undoAfter = times[index] ?? settings.undoAfter
    return new NodeRun(plan, access, { ...context, settings: { ...settings, undoAfter } })
  })
}

const openRuns = async (nodes: readonly PlanNode[], access: ApplyAccess, context: RunContext, atOnce: boolean) => {
  const opened = await Promise.all(nodes.map(async plan => ({ plan, made: await openNode(plan, access) })))
  const failed = opened.flatMap(({ plan, made }): ApplyNode[] =>
    made.ok ? [] : [{ node: plan.node, state: 'untouched', steps: [], failure: made.error }],
  )
  const open = opened.flatMap(({ plan, made }) => (made.ok ? [{ plan, access: made.value.access }] : []))
  const runs = runsOf(open, context, atOnce)
  const first = new Map(opened.flatMap(({ plan, made }) => (made.ok ? [[plan.node, made.value.first] as const] : [])))
  return { runs, first, failed }
}

const begin = async (run: NodeRun, signal: AbortSignal | undefined): Promise<boolean> => {
  await run.send()
  if (run.state !== 'armed') return false
  if (!signal?.aborted) return run.verify()
  run.fail(interrupted)
  return false
}

/** Whether those that are done leave time for another. */
const hasTime = (done: readonly NodeRun[], { now, settings }: RunContext): boolean =>
  leavesTime(
    done.flatMap(({ result }) => result.undoAt ?? []),
    undoLaterOf(settings),
    now(),
  )

/** Runs the plan on each node, and leaves those armed that came through. */
const beginAll = async (
  runs: readonly NodeRun[],
  { atOnce = false, signal }: ApplyOptions,
  context: RunContext,
): Promise<NodeRun[]> => {
  if (atOnce) {
    const went = await Promise.all(runs.map(run => begin(run, signal)))
    return runs.filter((_, index) => went[index])
  }
  const done: NodeRun[] = []
  let why: Failure | null = null
  for (const run of runs) {
    if (why === null && signal?.aborted) why = interrupted
    if (why === null && !hasTime(done, context)) why = noTimeLeft
    if (why !== null) run.leave(why)
    else if (await begin(run, signal)) done.push(run)
    else why = notBegun
  }
  return done
}

/** What is not as it must be now, by node: a field of its device, or what the overlay lacks around it. */
const wrongNow = async (done: readonly NodeRun[], first: Readings): Promise<Map<string, Failure>> => {
  const looks = await Promise.all(done.map(async run => ({ node: run.plan.node, ...(await run.look()) })))
  const readings = new Map(
    looks.flatMap(({ node, reading }): [string, Reading][] => (reading ? [[node, reading]] : [])),
  )
  const plans = done.map(({ plan }) => plan)
  const lacks = compareOverlay(plans, readings, first)
  const failures = looks.flatMap(({ node, failure }): [string, Failure][] => {
    if (failure !== null) return [[node, failure]]
    const lacking = lacks.flatMap(lack => (lack.node === node ? [lack.message] : []))
    return lacking.length > 0 ? [[node, lackingFailure(lacking.join('; '))]] : []
  })
  return new Map(failures)
}

/**
 * Looks at all nodes until each is as planned, field by field, and the overlay is whole, or the time is over; what isn't so
 * then is undone. Gives the others.
 */
const untilWhole = async (
  done: readonly NodeRun[],
  first: Readings,
  { signal }: ApplyOptions,
  context: RunContext,
): Promise<NodeRun[]> => {
  const end = context.now() + context.settings.verifyWithin * 1000
  for (;;) {
    const wrong = await wrongNow(done, first)
    const whole = done.filter(({ plan }) => !wrong.has(plan.node))
    const isOver = context.now() >= end || signal?.aborted
    if (wrong.size > 0 && !isOver) {
      await context.sleep(LOOK_AGAIN)
      continue
    }
    for (const run of whole) run.whole()
    for (const run of done) {
      const failure = wrong.get(run.plan.node)
      if (failure) run.fail(failure)
    }
    return whole
  }
}

/** Keeps what is whole, or undoes it with what failed. Between the last look at a node and its keep nobody is asked anything. */
const finish = async (
  { runs, first }: { runs: readonly NodeRun[]; first: Readings },
  begun: readonly NodeRun[],
  options: ApplyOptions,
  context: RunContext,
): Promise<void> => {
  let done = begun
  for (let told = 0; ; ) {
    done = await untilWhole(done, first, options, context)
    const failed = runs.filter(run => !done.includes(run)).map(({ result }) => result)
    if (done.length === 0 || failed.length === told || options.signal?.aborted) break
    told = failed.length
    const names = done.map(({ plan }) => plan.node)
    if (await options.undoOthers(failed, names)) return undoAll(done, withOthers)
  }
  if (options.signal?.aborted) return undoAll(done, interrupted)
  await Promise.all(done.map(run => run.keep()))
}

const undoAll = async (runs: readonly NodeRun[], failure: Failure): Promise<void> => {
  await Promise.all(runs.map(run => run.undo(failure)))
}

const applyAll = async (
  { nodes }: Plan,
  access: ApplyAccess,
  options: ApplyOptions,
  tell: (node: ApplyNode) => void,
): Promise<void> => {
  const { settings } = options
  const context: RunContext = { settings, nonce: access.nonce(), now: access.now, sleep: access.sleep, tell }
  const opened = await openRuns(nodes, access, context, options.atOnce ?? false)
  const { runs, failed } = opened
  for (const node of failed) tell(node)
  if (failed.length > 0) {
    for (const run of runs) run.leave(notBegun)
  } else {
    await finish(opened, await beginAll(runs, options, context), options, context)
  }
  await Promise.all(runs.map(run => run.settled()))
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
