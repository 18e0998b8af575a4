import { planChange } from '@/lib/change'
import { collectOnce } from '@/lib/collect'
import { type ChangeRefusal, parseChange } from '@/lib/model/change'
import type { Plan, PlanNode } from '@/lib/model/plan'
import { PLAN_VALID_FOR, readChangeFacts, sha256 } from '@/lib/server/change/read-facts'
import { printable } from '@/lib/server/inventory'
import { readChangeFile } from './change-file'
import { openContext } from './context'
import { EXIT, type Io, writeLine } from './io'
import { connectFor } from './read-overlay'

const section = (title: string, lines: readonly string[]): string[] =>
  lines.length === 0 ? [] : [`  ${title}`, ...lines.map(line => `    ${printable(line)}`)]

const renderNode = ({ node, action, name, method, persist, commands, undo, diff, warnings }: PlanNode): string[] => [
  `${node}: ${action} ${name} (${method}, ${persist === 'none' ? 'at run time alone' : `kept by ${persist}`})`,
  ...section('commands', commands),
  ...section('undo', undo),
  ...section('difference', diff.split('\n')),
  ...section(
    'warnings',
    warnings.map(({ field, message }) => (field === null ? message : `${field}: ${message}`)),
  ),
  '',
]

/** A plan as text for a terminal: per node what is run, how it is undone, what differs, and what to know. */
export const renderPlan = ({ nodes, digest, expiresAt }: Plan): string =>
  [...nodes.flatMap(renderNode), `digest ${digest}`, `to be applied until ${expiresAt}`, ''].join('\n')

const reportRefusal = ({ error, fields }: ChangeRefusal, io: Io): void => {
  writeLine(io.stderr, printable(`${error.message}:`))
  for (const { node, field, message } of fields) {
    writeLine(io.stderr, printable(`  ${[node, field].filter(word => word !== '').join(': ')}: ${message}`))
  }
  writeLine(io.stderr, error.hint)
}

interface PlanRequest {
  file: string
  configFile: string
  json: boolean
}

/** `vxscope plan FILE`: reads the nodes, changes nothing, and shows what a change would do. Gives the exit code. */
export const planCommand = async ({ file, configFile, json }: PlanRequest, io: Io): Promise<number> => {
  const refused = (refusal: ChangeRefusal, status: number): number => {
    if (json) io.stdout.write(`${JSON.stringify(refusal)}\n`)
    reportRefusal(refusal, io)
    return status
  }
  const input = await readChangeFile(file)
  if (!input.ok) {
    writeLine(io.stderr, printable(`${file}: ${input.error}`))
    return EXIT.usage
  }
  const change = parseChange(input.value)
  if (!change.ok) {
    const isChange = change.error.fields.some(({ node }) => node !== '')
    return refused(change.error, isChange ? EXIT.refused : EXIT.usage)
  }
  const context = await openContext(configFile, io)
  if (!context.ok) {
    writeLine(io.stderr, context.error)
    return EXIT.usage
  }
  const { inventory } = context.value
  const connect = connectFor(context.value, io)
  const state = await collectOnce(inventory.nodes, connect, Date.now)
  const { facts, failed } = await readChangeFacts(change.value, inventory.nodes, connect, state)
  const unread = state.overlay.nodes.flatMap(({ name, error }) => (error === null ? [] : [{ node: name, error }]))
  const isNamed = (name: string) => change.value.nodes.some(({ node }) => node === name)
  for (const { node, error } of [...unread, ...failed]) {
    writeLine(io.stderr, printable(`${node}: ${error.code}: ${error.message}`))
    if (error.hint !== '') writeLine(io.stderr, `  ${printable(error.hint)}`)
  }
  if (failed.length > 0 || unread.some(({ node }) => isNamed(node))) return EXIT.node
  const plan = planChange(change.value, facts, { now: Date.now(), validFor: PLAN_VALID_FOR, hash: sha256 })
  if (!plan.ok) return refused(plan.error, EXIT.refused)
  io.stdout.write(json ? `${JSON.stringify(plan.value)}\n` : renderPlan(plan.value))
  return EXIT.fine
}
