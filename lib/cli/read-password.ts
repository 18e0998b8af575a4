import { createInterface } from 'node:readline'
import { Writable } from 'node:stream'
import { LEAST_PASSWORD, MOST_PASSWORD } from '@/lib/model/access'
import { fail, ok, type Result } from '@/lib/model/result'
import type { Io } from './io'

/** What is typed is shown nowhere; the line's end alone is. */
const silent = (): Writable => new Writable({ write: (_chunk, _encoding, done) => done() })

const askTwice = async (io: Io): Promise<Result<string, string>> => {
  const readline = createInterface({ input: io.stdin, output: silent(), terminal: true })
  const lines = readline[Symbol.asyncIterator]()
  try {
    const ask = async (question: string): Promise<string | null> => {
      io.stdout.write(question)
      const { done, value } = await lines.next()
      io.stdout.write('\n')
      return done ? null : value
    }
    const first = await ask('Password: ')
    if (first === null) return fail('No password was given.')
    return (await ask('Once more: ')) === first ? ok(first) : fail('The two differ.')
  } finally {
    readline.close()
  }
}

const readFirstLine = async (io: Io): Promise<Result<string, string>> => {
  let text = ''
  for await (const chunk of io.stdin) {
    text += chunk
    if (text.length > 4096) break
  }
  const line = text.split('\n', 1)[0]?.replace(/\r$/, '') ?? ''
  return line === '' ? fail('No password was given on standard input.') : ok(line)
}

/** A new password: asked for on a terminal, without showing it; else the first line of standard input. */
export const readNewPassword = async (io: Io): Promise<Result<string, string>> => {
  const read = io.stdin.isTTY ? await askTwice(io) : await readFirstLine(io)
  if (!read.ok) return read
  const { length } = [...read.value]
  if (length < LEAST_PASSWORD) return fail(`A password has at least ${LEAST_PASSWORD} characters.`)
  return length > MOST_PASSWORD ? fail(`A password has at most ${MOST_PASSWORD} characters.`) : read
}
