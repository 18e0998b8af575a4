import type { NodeState } from '../model/state'

/** The node that a command runs on, at one moment of the modelled clock (ms). */
export interface Machine {
  state: NodeState
  now: number
  /** Commands that are not installed. */
  without?: readonly string[]
}

/** What a command says. The output is lazy: nothing of it exists before it is written. */
export interface Outcome {
  status: number
  stdout: Iterable<string>
  stderr: string
}

export type Command = (args: readonly string[], machine: Machine) => Outcome

export const says = (stdout: Iterable<string> | string): Outcome => ({
  status: 0,
  stdout: typeof stdout === 'string' ? [stdout] : stdout,
  stderr: '',
})

export const fails = (status: number, stderr: string): Outcome => ({ status, stdout: [], stderr: `${stderr}\n` })
