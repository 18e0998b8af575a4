import { parentPort } from 'node:worker_threads'
import type { FdbEntry } from '@/lib/model/reading'
import { ok } from '@/lib/model/result'
import { parseReading } from '@/lib/platform'
import type { ParseAnswer, ParseAsk } from './protocol'

/** The thread that reads large answers. Rows wait here until they are asked for: the loop that serves takes a few at a time. */

/** A few ms of work for who takes them over. */
const ROWS_AT_ONCE = 500

const waiting = new Map<number, { fdb: FdbEntry[]; taken: number }>()

const parse = ({ id, profile, answers, readAt }: Extract<ParseAsk, { ask: 'parse' }>): ParseAnswer => {
  const parsed = parseReading(profile, answers, readAt)
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
port?.on('message', (asked: ParseAsk) => port.postMessage(asked.ask === 'parse' ? parse(asked) : nextRows(asked.id)))
