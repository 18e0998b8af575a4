import { isEnd } from '@/lib/apply'
import type { Principal } from '@/lib/model/access'
import type { AppliedChange, ApplyNode } from '@/lib/model/apply'
import type { ApplySettings } from '@/lib/model/apply-settings'
import type { Plan } from '@/lib/model/plan'
import type { JournalEntry } from './journal'

const iso = (ms: number): string => new Date(ms).toISOString()

/** A node whose end we never came to, by a fault of our own. */
const FAILED: Pick<ApplyNode, 'state' | 'failure'> = {
  state: 'unknown',
  failure: {
    at: 'server',
    message: 'the server failed in this change',
    hint: 'Its log says why. What the node was not told to keep it undoes by itself.',
  },
}

interface Begun {
  id: string
  nonce: string
  by: Principal
  settings: ApplySettings
  /** ms */
  at: number
}

interface Telling {
  tell: (change: AppliedChange) => void
  /** ms between two times that progress within a state is told. */
  every: number
}

/** One change as it goes on: what is known of it, and who waits for what. */
export class HeldChange {
  private readonly aborted = new AbortController()
  private decide: ((undoOthers: boolean) => void) | null = null
  private timer: NodeJS.Timeout | null = null

  constructor(
    public entry: JournalEntry,
    private readonly telling: Telling,
  ) {}

  static entryOf(plan: Plan, { id, nonce, by, settings, at }: Begun): JournalEntry {
    const nodes = plan.nodes.map(({ node }): ApplyNode => ({ node, state: 'planned', steps: [], failure: null }))
    const change: AppliedChange = {
      ...{ id, at: iso(at), who: by.name, state: 'running', plan, nodes },
      ...{ answerBy: null, endedAt: null },
    }
    return { change, by, nonce, settings }
  }

  get change(): AppliedChange {
    return this.entry.change
  }

  get nodes(): string[] {
    return this.change.plan.nodes.map(({ node }) => node)
  }

  get signal(): AbortSignal {
    return this.aborted.signal
  }

  /** Takes a node's progress. Gives whether it came to another state. */
  take(progress: ApplyNode): boolean {
    const before = this.change.nodes.find(({ node }) => node === progress.node)
    const nodes = this.change.nodes.map(each => (each.node === progress.node ? progress : each))
    this.set({ nodes }, before?.state !== progress.state)
    return before?.state !== progress.state
  }

  /** Waits for whether the nodes that are done go back; they do where nobody says otherwise before one of them does by itself. */
  ask(done: readonly string[], now: number): Promise<boolean> {
    const { nodes } = this.change
    const undoAt = nodes.flatMap(({ node, undoAt }) => (done.includes(node) ? Date.parse(undoAt ?? iso(now)) : []))
    const until = Math.min(...undoAt)
    return new Promise(resolve => {
      const tooLate = setTimeout(() => this.decide?.(true), Math.max(0, until - now))
      this.decide = undoOthers => {
        clearTimeout(tooLate)
        this.decide = null
        this.set({ state: 'running', answerBy: null }, true)
        resolve(undoOthers)
      }
      this.set({ state: 'asking', answerBy: iso(until) }, true)
      if (this.signal.aborted) this.decide(true)
    })
  }

  /** Gives whether anybody waited for it. */
  answer(undoOthers: boolean): boolean {
    const { decide } = this
    decide?.(undoOthers)
    return decide !== null
  }

  /** Another process left it half way: nobody answers it any more. */
  resume(): void {
    this.set({ state: 'running', answerBy: null }, true)
  }

  end(now: number): void {
    const nodes = this.change.nodes.map(each => (isEnd(each.state) ? each : { ...each, ...FAILED }))
    this.set({ state: 'ended', nodes, answerBy: null, endedAt: iso(now) }, true)
  }

  /** What isn't kept is undone. */
  stop(): void {
    this.aborted.abort()
    this.decide?.(true)
  }

  private set(over: Partial<AppliedChange>, atOnce: boolean): void {
    this.entry = { ...this.entry, change: { ...this.change, ...over } }
    if (atOnce) this.tellNow()
    else this.timer ??= setTimeout(() => this.tellNow(), this.telling.every)
  }

  private tellNow(): void {
    if (this.timer) clearTimeout(this.timer)
    this.timer = null
    this.telling.tell(this.change)
  }
}
