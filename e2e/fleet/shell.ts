import { runCommand } from './commands'
import type { Machine, Outcome } from './commands/outcome'
import { splitCommands, takeLine } from './words'

/** A piece of what a channel carries back. */
export interface Piece {
  to: 'stdout' | 'stderr'
  text: string
}

/** A script longer than this is no script of ours. */
const MAX_SCRIPT = 1_000_000

const FRAME = '\0'
const ASSIGNMENT = /^[A-Za-z_][A-Za-z0-9_]*=/
const SCRIPT_SHELLS = /^(?:exec )?(?:\/bin\/)?(?:sh|bash)(?: -s)?$/

/** Whether an exec request asks for a shell that reads its script from stdin. */
export const isScriptShell = (command: string): boolean => SCRIPT_SHELLS.test(command.trim())

function* plainly({ stdout, stderr }: Outcome): Generator<Piece> {
  for (const text of stdout) yield { to: 'stdout', text }
  if (stderr !== '') yield { to: 'stderr', text: stderr }
}

/** `STDOUT NUL STATUS NUL STDERR NUL`; `$(…)` takes the line ends off stderr (lib/platform/script.ts). */
function* framed({ status, stdout, stderr }: Outcome): Generator<Piece> {
  for (const text of stdout) yield { to: 'stdout', text }
  yield { to: 'stdout', text: `${FRAME}${status}${FRAME}${stderr.replace(/\n+$/, '')}${FRAME}` }
}

/** Runs a command line given to exec: simple commands, `;` between them. Its value is the exit status of the last. */
export function* runLine(line: string, machine: () => Machine): Generator<Piece, number> {
  const commands = splitCommands(line)
  if (!commands) {
    yield { to: 'stderr', text: 'sh: 1: not modelled by the simulated shell\n' }
    return 2
  }
  let status = 0
  for (const argv of commands) {
    const words = argv.slice(argv.findIndex(word => !ASSIGNMENT.test(word)))
    if (words.length === 0 || argv.every(word => ASSIGNMENT.test(word))) continue
    const outcome = runCommand(words[0] === 'exec' ? words.slice(1) : words, machine())
    yield* plainly(outcome)
    status = outcome.status
  }
  return status
}

/** The preamble of lib/platform/script.ts: what it sets up is what this shell does by itself. */
const isPreamble = (line: string): boolean => line.startsWith('PATH=') || line === 'exec 3>&1' || line === ''

/**
 * `sh -s`: runs each line of the script as soon as it is complete. `q COMMAND…` is framed, once the script has defined
 * `q`. Its value is the exit status.
 */
export async function* runScript(stdin: AsyncIterable<string>, machine: () => Machine): AsyncGenerator<Piece, number> {
  let script = ''
  let definesQ = false
  let status = 0
  for await (const text of withEnd(stdin)) {
    script += text
    if (script.length > MAX_SCRIPT) return 2
    for (let taken = takeLine(script); taken; taken = takeLine(script)) {
      const line = taken.line.trim()
      script = taken.rest
      if (line.startsWith('q()')) definesQ = true
      else if (line === 'exit' || line.startsWith('exit ')) return Number.parseInt(line.slice(5), 10) || 0
      else if (definesQ && line.startsWith('q ')) yield* runQuery(line.slice(2), machine())
      else if (!isPreamble(line)) status = yield* runLine(line, machine)
    }
  }
  return status
}

function* runQuery(line: string, machine: Machine): Generator<Piece> {
  const argv = splitCommands(line)?.[0]
  yield* framed(runCommand(argv ?? ['?'], machine))
}

/** The end of the input ends the last line too. */
async function* withEnd(stdin: AsyncIterable<string>): AsyncGenerator<string> {
  yield* stdin
  yield '\n'
}
