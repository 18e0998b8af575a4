import type { AppliedChange, ApplyNode, ApplyState } from '@/lib/model/apply'
import { type UndoWaits, undoTimes } from '@/lib/model/apply-settings'
import type { PlanNode } from '@/lib/model/plan'
import { formatDuration, plural } from '../time'
import { deviceWords } from './devices'

type Tone = 'idle' | 'busy' | 'held' | 'ok' | 'warn' | 'bad'

interface StateWords {
  word: string
  means: string
  tone: Tone
}

const STATE_WORDS: Record<ApplyState, StateWords> = {
  planned: { word: 'waits for its turn', means: 'Nothing was sent to it yet.', tone: 'idle' },
  sent: {
    word: 'runs',
    means: 'The whole script went to it: first it arms the undo, then the commands run.',
    tone: 'busy',
  },
  armed: { word: 'has run', means: 'Every command has run; the undo stays armed.', tone: 'busy' },
  verifying: { word: 'is compared', means: 'It has run; a fresh reading is compared with the plan.', tone: 'busy' },
  whole: {
    word: 'as planned, not kept yet',
    means: 'Every field is as planned; it is kept once all nodes are, and undoes by itself until then.',
    tone: 'held',
  },
  undoing: {
    word: 'is to go back',
    means: 'It is told to undo. Where it can’t be reached it undoes by itself when its time is over.',
    tone: 'warn',
  },
  kept: { word: 'kept', means: 'As planned, and the undo taken off the node.', tone: 'ok' },
  undone: { word: 'undone', means: 'As it was before.', tone: 'warn' },
  untouched: { word: 'untouched', means: 'Nothing was run there.', tone: 'idle' },
  differs: { word: 'differs', means: 'Undone, and yet not as it was before: look yourself.', tone: 'bad' },
  unknown: {
    word: 'not known',
    means: 'It can’t be asked. It undoes by itself when its time is over; look when it answers again.',
    tone: 'bad',
  },
}

/** What is kept of a removal is that nothing is there. */
const REMOVED: StateWords = { word: 'removed', means: 'It is gone, and the undo taken off the node.', tone: 'ok' }

/** What an engineer is told of how a node stands. */
export const stateWords = (state: ApplyState, action: PlanNode['action']): StateWords =>
  state === 'kept' && action === 'delete' ? REMOVED : STATE_WORDS[state]

/** States in which the node undoes by itself unless something is said. */
export const isArmed = (state: ApplyState): boolean =>
  ['sent', 'armed', 'verifying', 'whole', 'undoing'].includes(state)

const VERB: Record<PlanNode['action'], string> = { create: 'Add', update: 'Change', delete: 'Remove' }

/** `Add vxlan100 on ubuntu and vyos01` */
export const titleOfChange = ({ plan }: Pick<AppliedChange, 'plan'>): string => {
  const actions = [...new Set(plan.nodes.map(({ action }) => action))]
  const [only] = actions
  const verb = actions.length === 1 && only !== undefined ? VERB[only] : 'Change'
  return `${verb} ${deviceWords(plan.nodes)}`
}

const namesIn = (nodes: readonly ApplyNode[], ...states: ApplyState[]): string[] =>
  nodes.filter(({ state }) => states.includes(state)).map(({ node }) => node)

const list = (names: readonly string[]): string =>
  names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`

export interface ChangeSummary {
  tone: Tone
  title: string
  text: string
}

const ended = ({ nodes, plan }: Pick<AppliedChange, 'nodes' | 'plan'>): ChangeSummary => {
  const removes = plan.nodes.every(({ action }) => action === 'delete')
  const kept = namesIn(nodes, 'kept')
  const lost = namesIn(nodes, 'differs', 'unknown')
  if (kept.length === nodes.length)
    return {
      tone: 'ok',
      title: removes
        ? `Removed from ${plural(kept.length, 'node')}, as planned`
        : `Done on ${plural(kept.length, 'node')}: as planned, field by field`,
      text: 'The undo is taken off again.',
    }
  if (lost.length > 0)
    return {
      tone: 'bad',
      title: `Look at ${list(lost)} yourself`,
      text: `How ${lost.length === 1 ? 'it stands' : 'they stand'} is not certain. What was planned, and what its undo is, stands below.`,
    }
  return kept.length === 0
    ? {
        tone: 'warn',
        title: removes ? 'Nothing was removed' : 'Nothing was kept',
        text: 'Every node is as it was before. Why, stands at the node that failed.',
      }
    : {
        tone: 'warn',
        title: `${removes ? 'Removed from' : 'Kept on'} ${list(kept)}, not ${removes ? 'from' : 'on'} ${list(namesIn(nodes, 'undone', 'untouched'))}`,
        text: 'The others are as they were before. Why, stands at the node that failed.',
      }
}

/** How a change stands, in a line and a sentence. */
export const summaryOf = ({ state, nodes, plan }: Pick<AppliedChange, 'state' | 'nodes' | 'plan'>): ChangeSummary => {
  if (state === 'ended') return ended({ nodes, plan })
  const failed = nodes.filter(({ failure }) => failure !== null).map(({ node }) => node)
  if (state === 'asking') {
    const done = namesIn(nodes, 'whole')
    return {
      tone: 'warn',
      title: `${list(failed)} failed. Undo ${list(done)} too?`,
      text: `${list(done)} ${done.length === 1 ? 'is' : 'are'} as planned and not kept yet.`,
    }
  }
  const done = namesIn(nodes, 'whole', 'kept').length
  const undoing = namesIn(nodes, 'undoing')
  return undoing.length > 0
    ? {
        tone: 'warn',
        title: `${list(undoing)} ${undoing.length === 1 ? 'is' : 'are'} told to go back`,
        text: 'Where that can’t be told to a node, it undoes by itself when its time is over.',
      }
    : {
        tone: 'busy',
        title: `Under way: ${done} of ${plural(nodes.length, 'node')} as planned`,
        text: 'You may leave or reload this page: it goes on, and is found again at this address.',
      }
}

const AT: Readonly<Record<string, string>> = {
  planned: 'Not begun',
  others: 'Because of the others',
  connection: 'Connection',
  guard: 'Not as planned any more',
  verify: 'Not as planned afterwards',
  late: 'Too late',
  overlay: 'Overlay not whole',
  keep: 'While it was kept',
  undo: 'Undo',
  locked: 'Configuration locked',
  interrupted: 'Interrupted',
}

/** Whether it is this node that failed, and not another of the change. */
export const isOwnFailure = (at: string): boolean => at !== 'others' && at !== 'planned'

/** Where a node failed: a command by its number, or a part of the apply. */
export const failedAt = (at: string): string => (/^\d+$/.test(at) ? `Command ${at}` : (AT[at] ?? at))

export type StepLook = 'waiting' | 'running' | 'ok' | 'failed'

export interface ShownStep {
  command: string
  look: StepLook
  output: string
}

/** Each command of a plan with how it went; a command that nobody heard of again after its start is shown as running while its node does. */
export const stepsOf = ({ commands }: Pick<PlanNode, 'commands'>, { steps, state }: ApplyNode): ShownStep[] =>
  commands.map((command, at) => {
    const told = steps.find(({ step }) => step === at + 1)
    if (told === undefined) return { command, look: 'waiting', output: '' }
    const look = told.status === null ? (state === 'sent' ? 'running' : 'failed') : told.status === 0 ? 'ok' : 'failed'
    return { command, look, output: told.output }
  })

/** After which time each node of a plan undoes by itself what isn't kept; of many the first and the last are told. */
export const undoWords = (nodes: readonly Pick<PlanNode, 'node'>[], waits: UndoWaits, atOnce: boolean): string => {
  const times = undoTimes(nodes.length, waits, atOnce).map(seconds => formatDuration(seconds * 1000))
  const [first, last] = [times.at(0), times.at(-1)]
  if (first === last) return `What isn’t kept, a node undoes by itself after ${first}.`
  return `What isn’t kept, a node undoes by itself: the first, ${nodes.at(0)?.node}, after ${first}; the last, ${nodes.at(-1)?.node}, after ${last}.`
}
