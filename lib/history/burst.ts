import { openHistory } from './index'
import { aReading, NOON, someEntries, someEvents } from './testing'

/** Run as a process of its own by kill.system.test.ts: records without a pause, and says which batches were acknowledged. */

const [file = '', round = ''] = process.argv.slice(2)
const ROUND_MS = 10_000_000
const BATCH = 400
const IN_FLIGHT = 4

const opened = await openHistory({ file, now: () => NOON })
if (!opened.ok) throw new Error(opened.error.message)
const history = opened.value

const recordBatch = async (batch: number): Promise<void> => {
  const at = NOON + Number(round) * ROUND_MS + batch * BATCH
  const reading = aReading({ readAt: at, fdb: someEntries(50 + (batch % 7)) })
  const result = await history.record({ events: someEvents(BATCH, at), keyframes: [{ node: 'n', at, reading }] })
  if (!result.ok) throw new Error(result.error.message)
  process.stdout.write(`${at} ${result.value.keyframes}\n`)
}

const recordOn = async (first: number): Promise<void> => {
  for (let batch = first; ; batch += IN_FLIGHT) await recordBatch(batch)
}

await Promise.all(Array.from({ length: IN_FLIGHT }, (_, first) => recordOn(first)))
