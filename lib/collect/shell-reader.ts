import type { NodeError } from '@/lib/model/error'
import { fail, ok, type Result } from '@/lib/model/result'
import { type Answer, buildLines, FRAMES, PREAMBLE, parseAnswers, type Query, SCRIPT_SHELL } from '@/lib/platform'
import type { SshConnection } from '@/lib/ssh'
import { openAskStream } from './ask-stream'
import { type ReadLimits, trialLimits } from './limits'
import type { Reader } from './reader'

const TRIAL: Query = { id: 'trial', argv: ['uname', '-r'] }

const unframed = (answered: number): NodeError => ({
  code: 'unreadable',
  message: `a kept shell framed ${answered} answers and no more`,
  hint: 'Its answers are not as a POSIX shell would give them.',
})

/** A shell that stays and is fed line by line: no channel and no shell to start for a reading. */
export const openShellReader = async (
  connection: SshConnection,
  limits: ReadLimits,
): Promise<Result<Reader, NodeError>> => {
  const stream = await openAskStream(connection, SCRIPT_SHELL)
  if (!stream.ok) return stream
  const { value: shell } = stream
  const askAfter = async (preamble: string, queries: readonly Query[], within: ReadLimits) => {
    const text = `${preamble}${buildLines(queries)}`
    const output = await shell.ask(text, '\0', queries.length * FRAMES, within)
    if (!output.ok) return output
    const answers: Result<Answer[], { answered: number }> = parseAnswers(queries, output.value)
    return answers.ok ? answers : fail(unframed(answers.error.answered))
  }
  const trial = await askAfter(PREAMBLE, [TRIAL], trialLimits(limits))
  if (!trial.ok) {
    await shell.close()
    return trial
  }
  return ok({ kind: 'shell', ask: (queries, within) => askAfter('', queries, within), close: () => shell.close() })
}
