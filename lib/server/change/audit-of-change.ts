import type { Principal } from '@/lib/model/access'
import type { AppliedChange, ApplyNode } from '@/lib/model/apply'
import type { AuditRecord } from '../audit'
import type { JournalEntry } from './journal'

const about = ({ plan }: AppliedChange, { name, via, from }: Principal) => ({
  ...{ who: { name, via }, from, plan },
  nodes: plan.nodes.map(({ node }) => node),
})

/** What ran of each node's commands. */
const commandsOf = ({ plan, nodes }: AppliedChange): { node: string; command: string }[] =>
  nodes.flatMap(({ node, steps }) => {
    const commands = plan.nodes.find(each => each.node === node)?.commands ?? []
    return steps.map(({ step }) => ({ node, command: commands[step - 1] ?? '' }))
  })

const outputOf = ({ node, state, steps, failure }: ApplyNode): string => {
  const said = steps.map(({ step, status, output }) => `${node}: ${step}: status ${status ?? 'unknown'}\n${output}`)
  const why = failure === null ? '' : ` (at ${failure.at}: ${failure.message})`
  return [...said, `${node}: ${state}${why}\n`].join('')
}

/** undone: nothing of it is left anywhere. failed: some is, or nobody knows. */
const resultOf = ({ nodes }: AppliedChange): AuditRecord['result'] => {
  if (nodes.every(({ state }) => state === 'kept')) return 'ok'
  return nodes.every(({ state }) => state === 'undone' || state === 'untouched') ? 'undone' : 'failed'
}

/** Written down before anything is sent to a node. */
export const auditOfBegin = ({ change, by }: JournalEntry): AuditRecord => ({
  ...about(change, by),
  ...{ action: 'changeApplied', commands: [], output: `change ${change.id}`, result: 'begun' },
})

/** Somebody decided that the nodes that were done go back. */
export const auditOfUndo = ({ change }: JournalEntry, by: Principal): AuditRecord => ({
  ...about(change, by),
  ...{ action: 'changeUndone', commands: [], output: `change ${change.id}`, result: 'begun' },
})

/** How it ended on each node, with what ran there and what it said. */
export const auditOfEnd = ({ change, by }: JournalEntry): AuditRecord => ({
  ...about(change, by),
  ...{ action: 'changeApplied', commands: commandsOf(change), result: resultOf(change) },
  output: change.nodes.map(outputOf).join(''),
})
