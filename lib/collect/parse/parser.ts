import type { NodeError } from '@/lib/model/error'
import type { FdbEntry, Profile, Reading } from '@/lib/model/reading'
import { fail, ok, type Result } from '@/lib/model/result'
import { type Answer, commandLine, type Known, knownOf, parseReading } from '@/lib/platform'
import { nextTurn } from '../turns'
import { type ParsePort, startParseWorker } from './worker-port'

/** Answers → a reading; see `parseReading`. */
export type ParseAnswers = (
  profile: Profile,
  answers: readonly Answer[],
  readAt: number,
  previous: Reading | null,
) => Promise<Result<Reading, NodeError>>

/** Characters that are read here in some 10 ms. More than that is read by a thread, though handing it over and back costs more. */
const LARGE = 250_000

const sizeOf = (answers: readonly Answer[]): number => answers.reduce((sum, { stdout }) => sum + stdout.length, 0)

const crashed: NodeError = {
  code: 'unreadable',
  message: 'vxscope failed to read what the node printed',
  hint: "The server's log says where. The node is read again; please report it together with what the node prints.",
}

const knownInTurns = async (...asked: Parameters<typeof knownOf>): Promise<Known | null> => {
  await nextTurn()
  for (const steps = knownOf(...asked); ; await nextTurn()) {
    const step = steps.next()
    if (step.done) return step.value
  }
}

/** Reads all answers here, at one's turn. */
export const parseHere: ParseAnswers = async (...asked) => {
  await nextTurn()
  return parseReading(...asked)
}

const textOf = (answers: readonly Answer[], command: string): string =>
  answers.find(({ query }) => commandLine(query.argv) === command)?.stdout ?? ''

/** All rows of a reading that the thread has made, a few at a time. `null`: it has ended. */
const takeRows = async (port: ParsePort, id: number): Promise<FdbEntry[] | null> => {
  const fdb: FdbEntry[] = []
  for (;;) {
    await nextTurn()
    const answer = await port.ask({ id, ask: 'rows' })
    if (!answer || !('rows' in answer)) return null
    if (answer.rows.length === 0) return fdb
    for (const row of answer.rows) fdb.push(row)
  }
}

/**
 * Reads large answers in a thread of its own, so that the loop that serves isn't held; small ones here. A thread that breaks is that
 * reading's error, and the next reading has a new one. `workerPath` gives the bundle of worker.ts.
 */
export const createParser = (
  workerPath: () => Promise<string>,
  report: (cause: unknown) => void,
  large = LARGE,
): ParseAnswers => {
  let started: Promise<ParsePort> | null = null
  const port = async (): Promise<ParsePort> => {
    const known = await started?.catch(() => null)
    if (known && !known.hasEnded) return known
    started = workerPath().then(path => startParseWorker(path, report))
    return started
  }
  return async (profile, answers, readAt, previous) => {
    const known = await knownInTurns(answers, readAt, previous)
    const unknown = known ? answers.filter(answer => !known.answers.has(answer)) : answers
    if (sizeOf(unknown) < large) return parseReading(profile, answers, readAt, previous, known)
    const thread = await port()
    // Gathering 10 MB has just taken a turn, and handing them over takes another.
    await nextTurn()
    const head = await thread.ask({ ask: 'parse', profile, answers: unknown, readAt })
    if (!head || !('reading' in head)) return fail(crashed)
    if (!head.reading.ok) return head.reading
    const fdb = await takeRows(thread, head.id)
    if (!fdb) return fail(crashed)
    const reading = head.reading.value
    const outputs = reading.outputs.map(one => ({ ...one, output: textOf(answers, one.command) }))
    return known
      ? ok({ ...reading, fdb: known.fdb ?? fdb, links: known.links, outputs: [...known.outputs, ...outputs] })
      : ok({ ...reading, fdb, outputs })
  }
}
