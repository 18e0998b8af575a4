import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { EventQuery } from '@/lib/model/event'
import { type History, openHistory } from './index'
import { aDirectory, isoAt, NOON } from './testing'
import { bundlePath } from './worker-path'

const ROUNDS = 10
const ROUND_MS = 10_000_000
const BATCH = 400

let place: ReturnType<typeof aDirectory>
beforeEach(() => {
  place = aDirectory()
})
afterEach(() => place.remove())

interface Acknowledged {
  at: number
  keyframes: number
}

/** What a burst acknowledged until it was killed, after so many batches. */
const burstUntilKilled = async (script: string, round: number, batches: number): Promise<Acknowledged[]> => {
  const child = spawn(process.execPath, [script, place.file, String(round)], { stdio: ['ignore', 'pipe', 'inherit'] })
  const acknowledged: Acknowledged[] = []
  for await (const line of createInterface({ input: child.stdout })) {
    const [at, keyframes] = line.split(' ')
    acknowledged.push({ at: Number(at), keyframes: Number(keyframes) })
    if (acknowledged.length === batches) child.kill('SIGKILL')
  }
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
  expect(child.signalCode).toBe('SIGKILL')
  return acknowledged
}

const idsOf = async (history: History, round: number): Promise<Set<string>> => {
  const ids = new Set<string>()
  const since = isoAt(NOON + round * ROUND_MS)
  const until = isoAt(NOON + (round + 1) * ROUND_MS)
  for (let cursor: string | undefined; ; ) {
    const answer = await history.events(EventQuery.parse({ since, until, limit: 1000, cursor }))
    if (!answer.ok) throw new Error(answer.error.message)
    for (const { id } of answer.value.events) ids.add(id)
    if (answer.value.nextCursor === null) return ids
    cursor = answer.value.nextCursor
  }
}

const lostOf = (acknowledged: readonly Acknowledged[], ids: ReadonlySet<string>): string[] =>
  acknowledged.flatMap(({ at }) => Array.from({ length: BATCH }, (_, n) => `${at}-${n}-`)).filter(id => !ids.has(id))

/** Ten rounds take 20 s on an idle machine. */
const TIMEOUT_MS = 240_000

it(
  'killed ten times in a burst, the history opens and nothing acknowledged is lost',
  async () => {
    const script = await bundlePath('lib/history/burst.ts')
    for (let round = 0; round < ROUNDS; round += 1) {
      const acknowledged = await burstUntilKilled(script, round, 3 + round * 2)
      const opened = await openHistory({ file: place.file, now: () => NOON })
      if (!opened.ok) throw new Error(opened.error.message)
      const history = opened.value
      // An opening after a kill checks every page: a damaged file would have been moved aside.
      expect(history.movedAside).toBeNull()
      expect(lostOf(acknowledged, await idsOf(history, round))).toEqual([])
      const keyframes = acknowledged.filter(({ keyframes }) => keyframes > 0).map(({ at }) => at)
      for (const at of keyframes) {
        const states = await history.stateAt(at)
        expect(states.ok && states.value[0]?.keyframe?.at).toBe(at)
      }
      await history.close()
    }
  },
  TIMEOUT_MS,
)
