import { parentPort } from 'node:worker_threads'
import type { FdbEntry } from '@/lib/model/reading'
import { ok } from '@/lib/model/result'
import { parseReading } from '@/lib/platform'
import type { ParseAnswer, ParseAsk, ParseText } from './protocol'

/** The thread that reads large answers. Rows wait here until they are asked for: the loop that serves takes a few at a time. */

/** A few ms of work for who takes them over. */
const ROWS_AT_ONCE = 500

const waiting = new Map<number, { fdb: FdbEntry[]; taken: number }>()

/** What answers print, as far as it has come. */
const texts = new Map<number, string[]>()

const hear = ({ id, of, text }: ParseText): void => {
  const known = texts.get(id) ?? []
  known[of] = (known[of] ?? '') + text
  texts.set(id, known)
}

const parse = ({ id, profile, answers, readAt }: Extract<ParseAsk, { ask: 'parse' }>): ParseAnswer => {
  const printed = texts.get(id) ?? []
  texts.delete(id)
  const whole = answers.map((answer, at) => ({ ...answer, stdout: printed[at] ?? '' }))
  const parsed = parseReading(profile, whole, readAt)
  if (!parsed.ok) return { id, reading: parsed }
  const { fdb, outputs } = parsed.value
  waiting.set(id, { fdb, taken: 0 })
  return { id, reading: ok({ ...parsed.value, fdb: [], outputs: outputs.map(one => ({ ...one, output: '' })) }) }
}

const nextRows = (id: number): ParseAnswer => {
  const job = waiting.get(id)
  if (!job) return { id, rows: [] }
  const rows = job.fdb.slice(job.taken, job.taken + ROWS_AT_ONCE)
  job.taken += rows.length
  if (rows.length === 0) waiting.delete(id)
  return { id, rows }
}

const port = parentPort
port?.on('message', (said: ParseText | ParseAsk) => {
  if ('text' in said) hear(said)
  else port.postMessage(said.ask === 'parse' ? parse(said) : nextRows(said.id))
})
