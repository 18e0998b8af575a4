import type { NodeErrorCode } from '@/lib/model/error'
import type { NodeState } from './model/state'

/** How an answer on an open channel goes wrong. */
export type AnswerFault = 'never' | 'halfThenSilence' | 'byteByByte' | 'halfThenGone' | 'noise' | 'fiftyMegabytes'

/**
 * One fault: what it does, in words and in effects, and what a client ought to say of it (`null`: nothing, it can read
 * the node all the same). An absent effect is a node that behaves.
 */
export interface Fault {
  does: string
  shows: NodeErrorCode | null
  port?: 'closed'
  connect?: 'silent' | 'otherHostKey'
  login?: 'refused' | 'silent'
  channel?: 'refused'
  answer?: AnswerFault
  monitor?: 'overflows'
  without?: readonly string[]
  state?: (state: NodeState) => NodeState
}

const as2014 = (state: NodeState): NodeState => ({ ...state, iproute2: '3.12.0' })

/** Every fault there is, by name. */
export const FAULTS = {
  'refuses-connections': { does: 'the port is closed', shows: 'unreachable', port: 'closed' },
  'hangs-before': { does: 'takes the connection and says nothing, no banner', shows: 'timeout', connect: 'silent' },
  'wrong-host-key': { does: 'offers another host key', shows: 'hostKeyChanged', connect: 'otherHostKey' },
  'refuses-password': { does: 'refuses every way to log in', shows: 'auth', login: 'refused' },
  'hangs-auth': { does: 'never answers the login', shows: 'timeout', login: 'silent' },
  'refuses-channels': { does: 'logs in and refuses every session', shows: 'channelRefused', channel: 'refused' },
  'hangs-before-answer': { does: 'takes the command and prints nothing', shows: 'timeout', answer: 'never' },
  'hangs-in-answer': { does: 'prints half an answer, then nothing', shows: 'timeout', answer: 'halfThenSilence' },
  drips: { does: 'prints a byte a second', shows: 'timeout', answer: 'byteByByte' },
  'closes-half-way': {
    does: 'prints half an answer and drops the connection',
    shows: 'unreachable',
    answer: 'halfThenGone',
  },
  garbage: { does: 'prints 64 KB of random bytes', shows: 'unreadable', answer: 'noise' },
  'fifty-megabytes': { does: 'prints 50 MB of FDB rows', shows: 'outputTooLarge', answer: 'fiftyMegabytes' },
  'exit-127': { does: 'has neither ip nor bridge', shows: 'commandMissing', without: ['ip', 'bridge'] },
  'monitor-overflows': { does: 'loses what its monitors should tell', shows: null, monitor: 'overflows' },
  'text-2014': { does: 'answers in the text of 2014 and refuses -j', shows: null, state: as2014 },
} as const satisfies Record<string, Fault>

export type FaultName = keyof typeof FAULTS

export const FAULT_NAMES = Object.keys(FAULTS).filter((name): name is FaultName => Object.hasOwn(FAULTS, name))

export const isFaultName = (name: string): name is FaultName => Object.hasOwn(FAULTS, name)

/** The effects of a fault; a node without one has none. */
export const effectsOf = (name: FaultName | null): Partial<Fault> => (name === null ? {} : FAULTS[name])

/** Whether kept connections must be dropped for the fault to show, or to end: all but those of a single answer or monitor. */
export const needsNewConnection = (name: FaultName | null): boolean => {
  const { answer, monitor } = effectsOf(name)
  return name !== null && answer === undefined && monitor === undefined
}
