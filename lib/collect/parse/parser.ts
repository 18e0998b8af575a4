import type { NodeError } from '@/lib/model/error'
import type { FdbEntry, Profile, Reading } from '@/lib/model/reading'
import { fail, ok, type Result } from '@/lib/model/result'
import { type Answer, commandLine, type Known, knownOf, parseReading } from '@/lib/platform'
import { createPause, nextTurn } from '@/lib/turns'
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

/** Characters handed over at once. */
const PIECE = 500_000

/** Hands over what the answers print, a piece at a time: to copy 20 MB takes longer than the loop may be held. */
const tellTexts = async (port: ParsePort, id: number, answers: readonly Answer[]): Promise<void> => {
  const pause = createPause()
  for (const [of, { stdout }] of answers.entries()) {
    for (let at = 0; at < stdout.length; at += PIECE) {
      port.tell({ id, of, text: stdout.slice(at, at + PIECE) })
      await pause()
    }
  }
}

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
    const id = thread.newId()
    // Gathering 10 MB has just taken a turn.
    await nextTurn()
    await tellTexts(thread, id, unknown)
    const bare = unknown.map(answer => ({ ...answer, stdout: '' }))
    const head = await thread.ask({ id, ask: 'parse', profile, answers: bare, readAt })
    if (!head || !('reading' in head)) return fail(crashed)
    if (!head.reading.ok) return head.reading
    const fdb = await takeRows(thread, id)
    if (!fdb) return fail(crashed)
    const reading = head.reading.value
    const outputs = reading.outputs.map(one => ({ ...one, output: textOf(answers, one.command) }))
    return known
      ? ok({ ...reading, fdb: known.fdb ?? fdb, links: known.links, outputs: [...known.outputs, ...outputs] })
      : ok({ ...reading, fdb, outputs })
  }
}
