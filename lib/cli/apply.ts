import { randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { applyPlan, createAccess } from '@/lib/apply'
import type { ApplyNode } from '@/lib/model/apply'
import { ApplySettings, undoLaterOf, undoTimes } from '@/lib/model/apply-settings'
import type { Plan } from '@/lib/model/plan'
import { fail, ok, type Result } from '@/lib/model/result'
import { auditOfBegin, auditOfEnd } from '@/lib/server/change/audit-of-change'
import { HeldChange } from '@/lib/server/change/held-change'
import { printable } from '@/lib/server/inventory'
import { createCliAudit, whoRuns } from './cli-audit'
import { canAsk, confirm } from './confirm'
import { EXIT, type Io, writeLine } from './io'
import { type ChangeRequest, makePlan, type PlanRequest, readRequest } from './make-plan'
import { renderPlan } from './plan'
import { connectFor } from './read-overlay'
import { renderTable, styleOf } from './table'

export interface ApplyRequest extends PlanRequest {
  yes: boolean
  atOnce: boolean
  allOrNothing: boolean
  /** Takes this very plan and no other, as `vxscope plan` told it. */
  digest: string | null
  /** As typed; what isn't there is as the inventory has it. */
  settings: Partial<Record<keyof ApplySettings, string>>
}

const READ_ONLY = `This inventory is read-only, so nothing is changed. To switch changes on, write
  readOnly: false
into it. Whoever may run this command with this inventory can change its nodes then.`

/** What a terminal is told, one line each time a node comes to another state or ends a command. */
const createReporter = (plan: Plan, io: Io) => {
  const told = new Map<string, { state: string; steps: number }>()
  return ({ node, state, steps, failure }: ApplyNode): void => {
    const before = told.get(node) ?? { state: '', steps: 0 }
    const ended = steps.filter(({ status }) => status !== null)
    const commands = plan.nodes.find(each => each.node === node)?.commands ?? []
    for (const { step, status } of ended.slice(before.steps)) {
      writeLine(
        io.stderr,
        printable(`${node}: ${step}/${commands.length} ${commands[step - 1] ?? ''}: status ${status}`),
      )
    }
    if (state !== before.state) {
      const why = failure === null || state === 'planned' ? '' : ` (at ${failure.at}: ${failure.message})`
      writeLine(io.stderr, printable(`${node}: ${state}${why}`))
    }
    told.set(node, { state, steps: ended.length })
  }
}

const tellUndo = ({ nodes }: Plan, settings: ApplySettings, atOnce: boolean, io: Io): void => {
  const times = undoTimes(nodes.length, { ...settings, undoLater: undoLaterOf(settings) }, atOnce)
  const each = nodes.map(({ node }, index) => `${node} after ${times[index]} s`)
  writeLine(io.stderr, printable(`What isn't kept each node undoes by itself: ${each.join(', ')}.`))
}

const exitOf = (results: readonly ApplyNode[]): number => {
  if (results.some(({ state }) => state === 'unknown')) return EXIT.node
  if (results.every(({ state }) => state === 'kept')) return EXIT.fine
  const unreached = results.filter(({ failure }) => failure?.at === 'connection')
  return unreached.length > 0 ? EXIT.node : EXIT.refused
}

const reportResult = (results: readonly ApplyNode[], json: boolean, io: Io): void => {
  if (json) {
    io.stdout.write(`${JSON.stringify({ nodes: results })}\n`)
    return
  }
  const columns = [
    { title: 'NODE', value: ({ node }: ApplyNode) => node },
    { title: 'RESULT', value: ({ state }: ApplyNode) => state },
    { title: 'AT', value: ({ failure }: ApplyNode) => failure?.at ?? null },
    { title: 'WHY', value: ({ failure }: ApplyNode) => failure?.message ?? null },
  ]
  io.stdout.write(renderTable(results, columns, styleOf(io)))
  for (const { node, failure } of results) {
    if (failure !== null && failure.hint !== '') writeLine(io.stderr, printable(`${node}: ${failure.hint}`))
  }
}

/** May it be applied? `null`: yes; else the exit code, and what is wrong has been told. */
const agree = async (given: ApplyRequest, request: ChangeRequest, plan: Plan, io: Io): Promise<number | null> => {
  if (given.digest !== null && given.digest !== plan.digest) {
    writeLine(
      io.stderr,
      'Refused: the nodes are no longer as that plan took them, or the change is another. Plan again.',
    )
    return EXIT.refused
  }
  if (given.yes) return null
  if (!canAsk(io)) {
    writeLine(io.stderr, 'Nobody to ask here. Look at the plan, then say --yes.')
    return EXIT.usage
  }
  if (!(await confirm(`Apply this to ${plan.nodes.length === 1 ? 'this node' : `${plan.nodes.length} nodes`}?`, io))) {
    writeLine(io.stderr, 'Nothing was changed.')
    return EXIT.refused
  }
  const now = await makePlan(request, given.json, io)
  if (!now.ok) return now.error
  if (now.value.digest === plan.digest) return null
  writeLine(io.stderr, 'Refused: something has changed on a node while you looked at the plan. Plan again.')
  return EXIT.refused
}

/** The inventory's, and what was typed instead. An error says what is expected where. */
const settingsOf = (typed: ApplyRequest['settings'], inventory: ApplySettings): Result<ApplySettings, string> => {
  const numbers = Object.entries(typed).map(([key, text]) => [key, Number(text)])
  const { data, error } = ApplySettings.safeParse({ ...inventory, ...Object.fromEntries(numbers) })
  if (data) return ok(data)
  const flag = (key: PropertyKey | undefined) => String(key).replace(/[A-Z]/g, letter => `-${letter.toLowerCase()}`)
  return fail(error.issues.map(({ path, message }) => `--${flag(path[0])}: expected ${message}`).join('\n'))
}

const run = async (
  given: ApplyRequest,
  { context }: ChangeRequest,
  plan: Plan,
  settings: ApplySettings,
  io: Io,
): Promise<ApplyNode[]> => {
  const begun = HeldChange.entryOf(plan, {
    ...{ id: randomBytes(8).toString('hex'), nonce: randomBytes(16).toString('hex') },
    ...{ by: whoRuns(), settings, at: Date.now() },
  })
  const audit = createCliAudit(context.inventory, context.configFile, io)
  await audit.record(auditOfBegin(begun))
  const access = {
    open: createAccess(context.inventory.nodes, connectFor(context, io)),
    nonce: () => begun.nonce,
    now: Date.now,
    sleep: (ms: number) => sleep(ms),
  }
  const stop = new AbortController()
  const unlisten = io.onInterrupt(() => {
    writeLine(io.stderr, 'Undoing. Once more does nothing: each node undoes by itself in any case.')
    stop.abort()
  })
  const results = new Map<string, ApplyNode>()
  const undoOthers = async (failed: readonly ApplyNode[], done: readonly string[]): Promise<boolean> => {
    if (given.yes || given.allOrNothing || !canAsk(io)) return true
    writeLine(io.stderr, printable(`Failed: ${failed.map(({ node }) => node).join(', ')}. Done: ${done.join(', ')}.`))
    const left = Math.min(...done.map(node => Date.parse(results.get(node)?.undoAt ?? '') - Date.now())) / 1000
    return confirm(`Undo those that are done too? Unanswered for ${Math.floor(left)} s, they undo by themselves.`, io)
  }
  const report = createReporter(plan, io)
  for await (const node of applyPlan(plan, access, {
    settings,
    atOnce: given.atOnce,
    undoOthers,
    signal: stop.signal,
  })) {
    report(node)
    results.set(node.node, node)
  }
  unlisten()
  const nodes = plan.nodes.flatMap(({ node }) => results.get(node) ?? [])
  await audit.record(auditOfEnd({ ...begun, change: { ...begun.change, nodes } }))
  return nodes
}

/** `vxscope apply FILE`: plans, shows, asks, runs and verifies a change, and undoes what failed. Gives the exit code. */
export const applyCommand = async (given: ApplyRequest, io: Io): Promise<number> => {
  const request = await readRequest(given, io)
  if (!request.ok) return request.error
  const settings = settingsOf(given.settings, request.value.context.inventory.apply)
  if (!settings.ok) {
    writeLine(io.stderr, settings.error)
    return EXIT.usage
  }
  if (request.value.context.inventory.readOnly) {
    writeLine(io.stderr, READ_ONLY)
    return EXIT.refused
  }
  const plan = await makePlan(request.value, given.json, io)
  if (!plan.ok) return plan.error
  if (!given.json) io.stdout.write(renderPlan(plan.value))
  tellUndo(plan.value, settings.value, given.atOnce, io)
  const refusal = await agree(given, request.value, plan.value, io)
  if (refusal !== null) return refusal
  const results = await run(given, request.value, plan.value, settings.value, io)
  reportResult(results, given.json, io)
  return exitOf(results)
}
