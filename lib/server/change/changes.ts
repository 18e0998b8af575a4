import { randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { type ApplyAccess, applyPlan, isEnd, recoverPlan } from '@/lib/apply'
import type { Principal } from '@/lib/model/access'
import type { AppliedChange, ApplyNode, ApplyRequest } from '@/lib/model/apply'
import type { ApplySettings } from '@/lib/model/apply-settings'
import { fail, ok, type Result } from '@/lib/model/result'
import type { AuditRecord } from '../audit'
import { auditOfBegin, auditOfEnd, auditOfUndo } from './audit-of-change'
import { type ChangeError, planAgain } from './change-error'
import { HeldChange } from './held-change'
import type { Journal } from './journal'
import type { KeptPlan, Plans } from './plans'

/** Changes that are told of, the newest. */
const MOST = 50
/** A change under way is told of at most so often, ms. */
const TELL_EVERY_MS = 100
/** A server that stops waits so long for its changes to be undone; nodes that aren't by then undo by themselves, ms. */
const STOP_MS = 8_000

export interface ChangesOptions {
  plans: Plans
  journal: Journal
  open: ApplyAccess['open']
  settings: () => ApplySettings
  readOnly: () => boolean
  /** Reads the nodes of a plan anew: an error where one is no longer as the plan took it, or can't be read. */
  checkCurrent: (kept: KeptPlan) => Promise<Result<null, ChangeError>>
  audit: (entry: AuditRecord) => Promise<unknown>
  /** Called with a change whenever it has changed. */
  tell: (change: AppliedChange) => void
  /** Called with a node of a change when it has ended. */
  ended: (change: AppliedChange, node: ApplyNode) => void
  report: (cause: unknown) => void
  now: () => number
}

/** Changes that are applied, under way and over. */
export interface Changes {
  plans: Plans
  /** Begins to apply a plan; gives the id of the change. */
  start(request: ApplyRequest, by: Principal): Promise<Result<string, ChangeError>>
  get(id: string): AppliedChange | null
  /** Newest first. */
  recent(): AppliedChange[]
  /** Says whether the nodes that are done go back too. */
  answer(id: string, undoOthers: boolean, by: Principal): Promise<Result<null, ChangeError>>
  /** Undoes what is under way, as far as there is time. */
  stop(): Promise<void>
}

/** Keeps the changes of a server. Those that another process left half way are looked after first. */
export const createChanges = async (options: ChangesOptions): Promise<Changes> => {
  const { plans, journal, settings, now, report } = options
  const held = new Map<string, HeldChange>()
  const taken = new Set<string>()
  const running = new Set<Promise<void>>()

  /** What a change doesn't hang on: where it fails, the log has it and the change goes on. */
  const attempt = async (work: () => unknown): Promise<void> => {
    try {
      await work()
    } catch (cause) {
      report(cause)
    }
  }
  const tell = (change: AppliedChange): void => {
    void attempt(() => options.tell(change))
  }

  const save = (): Promise<boolean> => {
    const newest = [...held.values()].sort((a, b) => (a.change.at < b.change.at ? 1 : -1)).slice(0, MOST)
    for (const [id, { change }] of held)
      if (change.state === 'ended' && !newest.some(each => each.change.id === id)) held.delete(id)
    return journal.write(newest.map(({ entry }) => entry))
  }
  const hold = (entry: HeldChange['entry']): HeldChange => {
    const made = new HeldChange(entry, { tell, every: TELL_EVERY_MS })
    held.set(entry.change.id, made)
    return made
  }
  const accessOf = ({ entry }: HeldChange): ApplyAccess => ({
    open: options.open,
    nonce: () => entry.nonce,
    now,
    sleep: ms => sleep(ms),
  })
  const release = (nodes: readonly string[]): void => {
    for (const node of nodes) taken.delete(node)
  }

  /** Follows a change to its end, whatever happens in it. */
  const follow = async (each: HeldChange, progress: AsyncIterable<ApplyNode>): Promise<void> => {
    await attempt(async () => {
      for await (const node of progress) {
        const isNews = each.take(node)
        if (isNews) void attempt(save)
        if (isNews && isEnd(node.state)) void attempt(() => options.ended(each.change, node))
      }
    })
    // Whoever hears of the end finds it written down, and the nodes free.
    await attempt(() => options.audit(auditOfEnd(each.entry)))
    release(each.nodes)
    each.end(now())
    await attempt(save)
  }
  const run = (each: HeldChange, progress: AsyncIterable<ApplyNode>): void => {
    const followed = follow(each, progress).finally(() => running.delete(followed))
    running.add(followed)
  }

  for (const entry of await journal.read()) {
    const each = hold(entry)
    if (entry.change.state === 'ended') continue
    for (const node of each.nodes) taken.add(node)
    each.resume()
    run(each, recoverPlan(entry.change.plan, entry.change.nodes, accessOf(each), entry.settings))
  }

  const begin = async (kept: KeptPlan, atOnce: boolean, by: Principal): Promise<Result<string, ChangeError>> => {
    const current = await options.checkCurrent(kept)
    if (!current.ok) {
      // Nothing is known against it: it may be sent again.
      if (current.error.code === 'cannotRead') plans.keep(kept)
      return current
    }
    const [id, nonce] = [randomBytes(8).toString('hex'), randomBytes(16).toString('hex')]
    const each = hold(HeldChange.entryOf(kept.plan, { id, nonce, by, settings: settings(), at: now() }))
    if (!(await save())) {
      held.delete(id)
      return fail({
        code: 'cannotWrite',
        message: 'The change could not be written down, so it was not begun.',
        hint: 'The log of the server says which file it is. Were it killed, nobody would know of the change.',
      })
    }
    tell(each.change)
    await attempt(() => options.audit(auditOfBegin(each.entry)))
    run(
      each,
      applyPlan(kept.plan, accessOf(each), {
        settings: each.entry.settings,
        atOnce,
        undoOthers: (_failed, done) => each.ask(done, now()),
        signal: each.signal,
      }),
    )
    return ok(id)
  }

  return {
    plans,
    start: async ({ digest, atOnce }, by) => {
      if (options.readOnly())
        return fail({
          code: 'readOnly',
          message: 'This inventory is read-only, so nothing is changed.',
          hint: 'Whoever may edit it switches changes on: readOnly: false.',
        })
      const kept = plans.take(digest)
      if (kept === null) return fail(planAgain('This plan is not known here, was used already, or is too old.'))
      const nodes = kept.plan.nodes.map(({ node }) => node)
      const busy = nodes.filter(node => taken.has(node))
      if (busy.length > 0) return fail(planAgain(`Another change is under way on ${busy.join(', ')}.`))
      for (const node of nodes) taken.add(node)
      const begun = await begin(kept, atOnce, by).catch((cause: unknown) => {
        release(nodes)
        throw cause
      })
      if (!begun.ok) release(nodes)
      return begun
    },
    get: id => held.get(id)?.change ?? null,
    recent: () => [...held.values()].map(({ change }) => change).sort((a, b) => (a.at < b.at ? 1 : -1)),
    answer: async (id, undoOthers, by) => {
      const each = held.get(id)
      if (each === undefined)
        return fail({
          code: 'notFound',
          message: 'There is no such change.',
          hint: 'GET /api/v1/vxlan/changes lists them.',
        })
      if (!each.answer(undoOthers))
        return fail({
          code: 'notAsking',
          message: 'This change does not wait for an answer.',
          hint: 'It was answered, or its time was over and it was undone.',
        })
      if (undoOthers) await attempt(() => options.audit(auditOfUndo(each.entry, by)))
      return ok(null)
    },
    stop: async () => {
      for (const each of held.values()) each.stop()
      await Promise.race([Promise.all(running), sleep(STOP_MS, undefined, { ref: false })])
    },
  }
}
