import { compareExpect, createProgressReader, type Progress } from '@/lib/change'
import type { ApplyNode, ApplyState } from '@/lib/model/apply'
import type { ApplySettings } from '@/lib/model/apply-settings'
import type { NodeError } from '@/lib/model/error'
import type { PlanNode } from '@/lib/model/plan'
import type { Reading } from '@/lib/model/reading'
import type { NodeAccess } from './node-access'
import { type RunScripts, scriptsFor } from './scripts'
import { describeDifferences, type Failure, failureOf } from './words'

/** Between two looks at a node that isn't yet as it should be, ms. */
const LOOK_AGAIN = 500
/** A script of a few lines takes no longer, ms. */
const SHORT = 15_000
/** What a node's own undo may take once it has begun, ms. */
const UNDOING = 120_000

/** When a node that was armed now, or before with `undoAt`, has undone by itself at the latest, ms. */
export const undoneBy = ({ now, settings: { undoAfter, grace } }: RunContext, undoAt?: string): number =>
  Math.max(now() + undoAfter * 1000, undoAt === undefined ? 0 : Date.parse(undoAt)) + grace * 1000 + UNDOING

export interface RunContext {
  settings: ApplySettings
  nonce: string
  /** ms since 1970. */
  now: () => number
  sleep: (ms: number) => Promise<void>
  tell: (node: ApplyNode) => void
}

/** One node of an apply, from its script to its end. Decides nothing about other nodes. */
export class NodeRun {
  private readonly scripts: RunScripts
  private progress: ApplyNode
  private deadline: number
  private undoing: Promise<void> = Promise.resolve()

  constructor(
    readonly plan: PlanNode,
    private readonly access: NodeAccess,
    private readonly context: RunContext,
    /** What is known of it, where it was begun before. */
    last: ApplyNode | null = null,
  ) {
    this.scripts = scriptsFor(plan, context.nonce, context.settings)
    this.progress = last ?? { node: plan.node, state: 'planned', steps: [], failure: null }
    this.deadline = undoneBy(context, last?.undoAt)
  }

  get result(): ApplyNode {
    return this.progress
  }

  get state(): ApplyState {
    return this.progress.state
  }

  /** Sends the script and follows it: `armed` when every command has run, else an end. */
  async send(): Promise<void> {
    const { undoAfter, grace, lockTries, lockWait } = this.context.settings
    const wait = undoAfter + grace
    this.deadline = undoneBy(this.context)
    this.progress = { ...this.progress, undoAt: new Date(this.context.now() + undoAfter * 1000).toISOString() }
    this.say('sent')
    const { progress, error } = await this.run(this.scripts.apply, (wait + lockTries * lockWait) * 1000 + UNDOING)
    const failure = failureOf(this.plan, progress)
    if (progress.done && failure === null) return this.say('armed')
    if (progress.state === 'undone') return this.ended(failure)
    if (failure !== null && ['busy', 'guard', 'arm'].includes(failure.at)) return this.say('untouched', failure)
    const lost: Failure = {
      at: this.atStep(progress),
      message: error?.message ?? 'its script ended early',
      hint: error?.hint ?? '',
    }
    this.fail(failure ?? lost)
  }

  /** Looks at the node until every field is as planned, or the time is over. Gives whether it is. */
  async verify(): Promise<boolean> {
    this.say('verifying')
    const end = this.context.now() + this.context.settings.verifyWithin * 1000
    for (;;) {
      const { failure } = await this.look()
      if (failure === null) return true
      if (this.context.now() >= end) {
        this.fail(failure)
        return false
      }
      await this.context.sleep(LOOK_AGAIN)
    }
  }

  /** A fresh reading, `null` where the node could not be read, and which fields are not as planned. */
  async look(): Promise<{ reading: Reading | null; failure: Failure | null }> {
    const { reading, wrong } = await this.compare(this.plan.expect)
    if (wrong === null) return { reading, failure: null }
    const isLate = reading !== null && this.context.now() >= Date.parse(this.progress.undoAt ?? '')
    const failure: Failure = isLate
      ? { at: 'late', message: `its own undo came first: ${wrong}`, hint: 'Take a longer --undo-after.' }
      : { at: 'verify', message: wrong, hint: 'The commands ran, and the device is not as planned.' }
    return { reading, failure }
  }

  whole(): void {
    this.say('whole')
  }

  /** Disarms the undo. A reboot or our own delay may have let it come first. */
  async keep(): Promise<void> {
    const { progress, error } = await this.untilAnswered(this.scripts.keep)
    if (error !== null) return this.unknown({ at: 'keep', message: error.message, hint: error.hint })
    if (progress.state === 'kept') return this.say('kept')
    if (progress.state === 'none') return this.keptUnheard()
    const late = {
      at: 'keep',
      message: 'the node had undone it before it was told to keep',
      hint: 'Take a longer --undo-after.',
    }
    await this.undo(failureOf(this.plan, progress) ?? late)
  }

  /** A keep whose answer was lost leaves no trace, nor does a node that was started anew: what is there tells. */
  private async keptUnheard(): Promise<void> {
    const { wrong } = await this.compare(this.plan.expect)
    if (wrong === null) return this.say('kept')
    this.say('differs', { at: 'keep', message: wrong, hint: 'Look at this node yourself: was it started anew?' })
  }

  /** Begins to undo, and waits for nothing: a node that can't be reached must not hold up what becomes of the others. */
  fail(failure: Failure): void {
    this.undoing = this.undo(failure)
    // Whoever waits for it hears of it; until then nobody does.
    this.undoing.catch(() => {})
  }

  /** Resolves when what `fail` began is over. */
  settled(): Promise<void> {
    return this.undoing
  }

  /** Undoes now, over a new connection where the last was lost, and sees that it is as before. */
  async undo(failure: Failure): Promise<void> {
    this.say('undoing', failure)
    let answer = await this.untilAnswered(this.scripts.undo)
    if (answer.error === null && answer.progress.state === 'none') {
      // The script may have come whole just before the connection went, and not have begun yet.
      await this.context.sleep(4 * LOOK_AGAIN)
      answer = await this.untilAnswered(this.scripts.undo)
    }
    if (answer.error !== null) return this.unknown(failure)
    await this.ended(failure, answer.progress.state === 'none')
  }

  close(): Promise<void> {
    return this.access.close()
  }

  /** Says that this node isn't begun at all. */
  leave(failure: Failure): void {
    this.say('untouched', failure)
  }

  private say(state: ApplyState, failure: Failure | null = this.progress.failure): void {
    this.progress = { ...this.progress, state, failure }
    this.context.tell(this.progress)
  }

  private atStep({ steps }: Progress): string {
    return String(steps.at(-1)?.step ?? 'connection')
  }

  private unknown({ at, message, hint }: Failure): void {
    const by = new Date(this.deadline).toISOString().replace(/T(.*)\.\d+Z$/, ' $1 UTC')
    const own = `The node could not be reached since. What it was not told to keep it undoes by itself, by ${by} at the latest.`
    this.say('unknown', { at, message, hint: hint === '' ? own : `${hint} ${own}` })
  }

  /** An undo has run: is all as before? */
  private async ended(failure: Failure | null, neverArmed = false): Promise<void> {
    const { wrong } = await this.compare(this.plan.before)
    if (wrong === null) {
      await this.run(this.scripts.forget, SHORT)
      return this.say(neverArmed ? 'untouched' : 'undone', failure)
    }
    // A keep leaves no trace on the node: what is there tells.
    if (neverArmed && (await this.compare(this.plan.expect)).wrong === null) return this.say('kept', null)
    const why = failure === null ? '' : `${failure.message}; `
    const message = `${why}and after the undo ${wrong}`
    this.say('differs', {
      at: failure?.at ?? 'undo',
      message,
      hint: 'Look at this node yourself: it is not as before.',
    })
  }

  /** What differs, in words; `null`: nothing. */
  private async compare(expect: PlanNode['expect']): Promise<{ reading: Reading | null; wrong: string | null }> {
    const read = await this.access.read()
    if (!read.ok) return { reading: null, wrong: `it can not be read: ${read.error.message}` }
    const { differences } = compareExpect(expect, read.value)
    return { reading: read.value, wrong: differences.length === 0 ? null : describeDifferences(differences) }
  }

  private async run(script: string, timeoutMs: number): Promise<{ progress: Progress; error: NodeError | null }> {
    const isMain = script === this.scripts.apply
    const { push, progress } = createProgressReader(this.context.nonce)
    const error = await this.access.run(script, timeoutMs, chunk => {
      if (!push(chunk) || !isMain) return
      // What was told stands as it was.
      this.progress = { ...this.progress, steps: progress.steps.map(step => ({ ...step })) }
      if (progress.state !== 'none') this.context.tell(this.progress)
    })
    return { progress, error }
  }

  /** A short script, tried until it is answered or the node's own time is over. */
  private async untilAnswered(script: string): Promise<{ progress: Progress; error: NodeError | null }> {
    for (;;) {
      const left = Math.max(SHORT, this.deadline - this.context.now())
      const answer = await this.run(script, left)
      const { state, failure } = answer.progress
      const isOpen = state === 'armed' || state === 'undoing'
      if (answer.error === null && !isOpen) return answer
      if (answer.error === null && failure !== null) return answer
      if (this.context.now() >= this.deadline) {
        const { nonce } = this.context
        const still: NodeError = { code: 'timeout', message: `its undo is still under way (run ${nonce})`, hint: '' }
        return { ...answer, error: answer.error ?? still }
      }
      await this.context.sleep(2 * LOOK_AGAIN)
    }
  }
}
