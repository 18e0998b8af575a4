import type { Snapshot } from '@/lib/bus'
import type { History, HistoryResult } from '@/lib/history'
import type { Reading } from '@/lib/model/reading'
import { ok } from '@/lib/model/result'
import { type BuiltOverlay, frameOf, type NodeInput } from '@/lib/overlay'
import { answerTurn, takeTurns } from '@/lib/turns'
import { buildSlowly } from './build-slowly'
import { type InventoryFacts, nodeInputAt } from './node-inputs'

/** The overlay at one moment, of now or of then. */
export type View = Pick<Snapshot, 'revision' | 'at' | 'overlay' | 'fdb' | 'readings'>

/** A past overlay, and what each node was read to have but for its FDB. */
type Built = BuiltOverlay & Pick<View, 'readings'>

export interface Moments {
  /** How it was at `at`, ms since 1970. */
  at(at: number): Promise<HistoryResult<View>>
}

export interface MomentsOptions {
  history: Pick<History, 'stateAt'>
  /** By node. */
  facts: () => ReadonlyMap<string, InventoryFacts>
  now: () => number
}

/** A scrubber goes to and fro, and a page asks for the overlay and the rows of one moment. */
const KEPT = 8
const KEPT_ROWS = 200_000
/** What happened a moment ago may still be on its way: why a row went is decided within a second, a large reading takes some. */
const SETTLED_MS = 30_000

const build = async ({ history, facts }: MomentsOptions, at: number): Promise<HistoryResult<Built>> => {
  const states = await history.stateAt(at)
  if (!states.ok) return states
  const known = facts()
  const inputs: NodeInput[] = []
  for (const state of states.value) inputs.push(await takeTurns(nodeInputAt(state, known.get(state.node)), answerTurn))
  const frames = inputs.flatMap(({ name, reading }): [string, Reading][] => (reading ? [[name, frameOf(reading)]] : []))
  return ok({ ...(await buildSlowly(inputs)), readings: new Map(frames) })
}

/** Moments that were asked for of late, bounded by their number and by the rows they hold together. */
const createKept = () => {
  const kept = new Map<number, Built>()
  const rows = () => [...kept.values()].reduce((sum, { fdb }) => sum + fdb.length, 0)
  return {
    get: (at: number): Built | undefined => {
      const built = kept.get(at)
      if (!built) return undefined
      kept.delete(at)
      kept.set(at, built)
      return built
    },
    add: (at: number, built: Built): void => {
      kept.set(at, built)
      for (const oldest of kept.keys()) {
        if (kept.size <= KEPT && rows() <= KEPT_ROWS) return
        kept.delete(oldest)
      }
    },
  }
}

/** Tells the past from a history. Asked twice at once for one moment it works that out once. */
export const createMoments = (options: MomentsOptions): Moments => {
  const kept = createKept()
  const begun = new Map<number, Promise<HistoryResult<Built>>>()
  const builtAt = async (at: number): Promise<HistoryResult<Built>> => {
    const known = kept.get(at)
    if (known) return ok(known)
    const running = begun.get(at)
    if (running) return running
    const settled = at <= options.now() - SETTLED_MS
    const building = build(options, at).finally(() => begun.delete(at))
    begun.set(at, building)
    const built = await building
    if (built.ok && settled) kept.add(at, built.value)
    return built
  }
  return {
    at: async at => {
      const built = await builtAt(at)
      return built.ok ? ok({ revision: `past:${at}`, at, ...built.value }) : built
    },
  }
}
