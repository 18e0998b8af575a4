import { fail, ok, type Result } from '@/lib/model/result'

/**
 * What scripts of ours say on stdout between what commands print: `@NONCE WORD NUMBER…` on a line of its own. The nonce is new
 * for each run and no command is given it, so nothing that a node prints passes for one of these lines.
 */
const NONCE = /^[A-Za-z0-9]{16,64}$/

/** A nonce that can stand in a script and in a path. */
export const checkNonce = (nonce: string): string => {
  if (!NONCE.test(nonce)) throw new RangeError('a nonce is 16 to 64 letters and digits')
  return nonce
}

/** Defines `say`: a new line first, since a command's output may end without one. */
export const sayFunction = (nonce: string): string => `say() { printf '\\n@%s %s\\n' ${checkNonce(nonce)} "$*"; }`

/** How a run stands. `armed`: nothing has failed, and unless it is kept in time the node undoes it. */
export type RunState = 'armed' | 'kept' | 'undoing' | 'undone' | 'failed' | 'none'

export interface StepReport {
  /** Counts from 1, as in the plan's `commands` or `undo`. */
  step: number
  /** `null` while it runs, or where the connection ended in it. */
  status: number | null
  output: string
}

export interface Progress {
  steps: StepReport[]
  undo: StepReport[]
  state: RunState
  /** Why it failed: the step's own word, where it is none of the commands (`guard`, `arm`, `commit`, …). */
  failure: { at: string; status: number } | null
  /** Commands have all run. */
  done: boolean
}

const STATES: Readonly<Record<string, RunState>> = {
  armed: 'armed',
  kept: 'kept',
  undoing: 'undoing',
  undone: 'undone',
  none: 'none',
}

const begin = (list: StepReport[], step: number): void => {
  list.push({ step, status: null, output: '' })
}

const end = (list: StepReport[], step: number, status: number): void => {
  const report = list.findLast(each => each.step === step)
  if (report) report.status = status
  else list.push({ step, status, output: '' })
}

const MAX_OUTPUT = 16_384

const append = (report: StepReport | undefined, line: string): void => {
  if (report?.status === null && report.output.length < MAX_OUTPUT) report.output += `${line}\n`
}

const apply = (progress: Progress, [word = '', first = '', second = '']: string[]): void => {
  const [a, b] = [Number(first), Number(second)]
  if (word === 'begin') begin(progress.steps, a)
  else if (word === 'end') end(progress.steps, a, b)
  else if (word === 'undo-begin') begin(progress.undo, a)
  else if (word === 'undo-end') end(progress.undo, a, b)
  else if (word === 'done') progress.done = true
  else if (word === 'failed') {
    progress.failure ??= { at: first, status: b }
    progress.state = 'failed'
  } else progress.state = STATES[word] ?? progress.state
}

/** Of a line without an end so much is kept: lines of ours are short, and of others less is told. */
const MAX_LINE = 4096

/** Reads what a script of this nonce says, as it comes. Never throws on what a node prints. */
export const createProgressReader = (nonce: string) => {
  const mark = `@${nonce} `
  const progress: Progress = { steps: [], undo: [], state: 'none', failure: null, done: false }
  let rest = ''
  let blank = false
  const take = (line: string): void => {
    if (line.startsWith(mark)) {
      apply(progress, line.slice(mark.length).split(' '))
      blank = false
      return
    }
    const open = [progress.undo.at(-1), progress.steps.at(-1)].find(report => report?.status === null)
    if (blank) append(open, '')
    blank = line === ''
    if (!blank) append(open, line.replace(/[\p{Cc}\p{Cf}]/gu, ' ').slice(0, 1000))
  }
  return {
    /** As far as it has come; changed in place. */
    progress,
    /** @returns whether a line came to its end */
    push: (chunk: string): boolean => {
      const lines = chunk.split('\n')
      const last = lines.pop() ?? ''
      for (const line of lines) {
        take(rest + line)
        rest = ''
      }
      rest = (rest + last).slice(0, MAX_LINE)
      return lines.length > 0
    },
  }
}

/** What a script has said so far, half a line at the end left out. */
export const parseProgress = (nonce: string, stdout: string): Progress => {
  const reader = createProgressReader(nonce)
  reader.push(stdout)
  return reader.progress
}

/** Waiting times of a run, whole seconds. */
export interface Waits {
  /** The node undoes by itself what isn't kept within this time. */
  undoAfter: number
  /** A step that hangs when the undo is due is waited for so long, then ended. */
  grace: number
}

/** Times go into a script as digits. */
export const checkSeconds = (seconds: number): Result<number, 'notSeconds'> =>
  Number.isInteger(seconds) && seconds >= 1 && seconds <= 86_400 ? ok(seconds) : fail('notSeconds')

/** A time for a script: anything else than whole seconds is a mistake of the caller. */
export const secondsOf = (seconds: number): number => {
  const checked = checkSeconds(seconds)
  if (!checked.ok) throw new RangeError(`${seconds} is not a number of whole seconds from 1 to 86400`)
  return checked.value
}
