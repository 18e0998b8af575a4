import path from 'node:path'
import type { AppliedChange, ApplyNode } from '@/lib/model/apply'
import type { Event } from '@/lib/model/event'
import type { Audit } from '../audit'
import { historyFile } from '../inventory'
import { log } from '../log'
import { publishEvents } from '../publish-events'
import type { Runtime } from '../runtime'
import { type Changes, createChanges } from './changes'
import { checkCurrent } from './check-current'
import { createJournal } from './journal'
import { createPlans } from './plans'

/** Why a node's part failed, in words of ours: those of the node, and its commands, are for operators. */
const whyOf = ({ failure }: ApplyNode): string => {
  if (failure === null) return ''
  return /^\d+$/.test(failure.at) ? `: command ${failure.at} failed` : `: ${failure.message}`
}

/** What the timeline tells of a node of a change that has ended. */
const eventOf = ({ id, who, plan }: AppliedChange, ended: ApplyNode, at: string): Event => {
  const { node, state } = ended
  const planned = plan.nodes.find(each => each.node === node)
  return {
    ...{ id: `event:${at}/${node}/change/${id}`, at, node, kind: 'change' },
    ...{ reason: null, row: null, from: null, to: null },
    text: `${who}: ${planned?.action ?? 'change'} ${planned?.name ?? ''}: ${state}${whyOf(ended)}`,
  }
}

interface Surroundings {
  runtime: Runtime
  audit: Audit
  /** Called with a change whenever it has changed. */
  tell: (change: AppliedChange) => void
}

/** The changes of this process. What is under way stands in a file beside the history, for a process that comes after a kill. */
export const keepChanges = ({ runtime, audit, tell }: Surroundings): Promise<Changes> => {
  const { access, bus, configFile } = runtime
  const { inventory, home } = access
  const folder = path.dirname(historyFile(inventory(), configFile, home))
  return createChanges({
    plans: createPlans(Date.now),
    journal: createJournal(path.join(folder, 'changes.json'), log.failure),
    open: runtime.openNode,
    settings: () => inventory().apply,
    readOnly: () => inventory().readOnly,
    checkCurrent: kept => checkCurrent(kept, runtime.readFacts),
    audit: audit.record,
    tell,
    ended: (change, node) => {
      const at = Date.now()
      publishEvents(bus, [eventOf(change, node, new Date(at).toISOString())], at)
    },
    report: log.failure,
    now: Date.now,
  })
}
