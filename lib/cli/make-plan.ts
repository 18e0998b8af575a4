import { planChange } from '@/lib/change'
import { collectOnce } from '@/lib/collect'
import { type Change, type ChangeRefusal, parseChange } from '@/lib/model/change'
import type { Plan } from '@/lib/model/plan'
import { fail, ok, type Result } from '@/lib/model/result'
import { readChangeFacts, refuseUnasked, sha256 } from '@/lib/server/change/read-facts'
import { printable } from '@/lib/server/inventory'
import { readChangeFile } from './change-file'
import { type Context, openContext } from './context'
import { EXIT, type Io, writeLine } from './io'
import { connectFor } from './read-overlay'

const reportRefusal = ({ error, fields }: ChangeRefusal, io: Io): void => {
  writeLine(io.stderr, printable(`${error.message}:`))
  for (const { node, field, message } of fields) {
    writeLine(io.stderr, printable(`  ${[node, field, message].filter(word => word !== '').join(': ')}`))
  }
  writeLine(io.stderr, error.hint)
}

export interface PlanRequest {
  file: string
  configFile: string
  json: boolean
}

/** A change, and the inventory that it is for. */
export interface ChangeRequest {
  change: Change
  context: Context
}

const refused = (refusal: ChangeRefusal, json: boolean, io: Io): void => {
  if (json) io.stdout.write(`${JSON.stringify(refusal)}\n`)
  reportRefusal(refusal, io)
}

/** The change of a file. An error has been told, and is the exit code. */
export const readRequest = async (
  { file, configFile, json }: PlanRequest,
  io: Io,
): Promise<Result<ChangeRequest, number>> => {
  const input = await readChangeFile(file)
  if (!input.ok) {
    writeLine(io.stderr, input.error)
    return fail(EXIT.usage)
  }
  const change = parseChange(input.value)
  if (!change.ok) {
    const isChange = change.error.fields.some(({ node }) => node !== '')
    refused(change.error, json, io)
    return fail(isChange ? EXIT.refused : EXIT.usage)
  }
  const context = await openContext(configFile, io)
  if (!context.ok) {
    writeLine(io.stderr, context.error)
    return fail(EXIT.usage)
  }
  return ok({ change: change.value, context: context.value })
}

/** Reads all nodes and plans the change upon them as they are now. An error has been told, and is the exit code. */
export const makePlan = async (
  { change, context }: ChangeRequest,
  json: boolean,
  io: Io,
): Promise<Result<Plan, number>> => {
  const { inventory } = context
  const connect = connectFor(context, io)
  const state = await collectOnce(inventory.nodes, connect, Date.now)
  const { facts, failed } = await readChangeFacts(change, inventory.nodes, connect, { ...state, afresh: () => false })
  // Others are told of too: what is planned goes by what is known of them.
  const others = state.overlay.nodes.flatMap(({ name, error }) =>
    error === null || failed.some(({ node }) => node === name) ? [] : [{ node: name, error }],
  )
  for (const { node, error } of [...others, ...failed]) {
    writeLine(io.stderr, printable(`${node}: ${error.code}: ${error.message}`))
    if (error.hint !== '') writeLine(io.stderr, `  ${printable(error.hint)}`)
  }
  if (failed.length > 0) {
    if (json) io.stdout.write(`${JSON.stringify(refuseUnasked(failed))}\n`)
    return fail(EXIT.node)
  }
  const plan = planChange(change, facts, { now: Date.now(), validFor: inventory.apply.planValid, hash: sha256 })
  if (plan.ok) return plan
  refused(plan.error, json, io)
  return fail(EXIT.refused)
}
