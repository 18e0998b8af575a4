import { fail, ok, type Result } from '@/lib/model/result'

/** A command to run on a node, as an argument list. Never a line of text: quoting is done in one place, here. */
export interface Query {
  /** Names the answer for its reader. */
  id: string
  argv: readonly string[]
}

/** What one command said. `status` is its exit status; 127 is "no such command". */
export interface Answer {
  query: Query
  status: number
  stdout: string
  stderr: string
}

/** The command that the script is fed to: the login shell of the user may be any. */
export const SCRIPT_SHELL = 'exec /bin/sh -s'

/** Ordinary users' PATH may lack the places of `ip` and `bridge`; messages in any other language can't be told apart. */
export const FIND_PROGRAMS = 'PATH="$PATH:/usr/local/sbin:/usr/sbin:/sbin"; LC_ALL=C; export PATH LC_ALL'

/** `q` frames each answer by NUL, which no output of theirs holds. */
export const PREAMBLE = `${FIND_PROGRAMS}
exec 3>&1
q() { e=$("$@" 2>&1 >&3 </dev/null); s=$?; printf '\\0%s\\0%s\\0' "$s" "$e"; }
`

/** How many NULs follow one answer's parts. */
export const FRAMES = 3

const PLAIN = /^[A-Za-z0-9_./:@%+,=-]+$/

/** One argument for a POSIX shell. */
export const quoteArgument = (argument: string): string =>
  PLAIN.test(argument) ? argument : `'${argument.replaceAll("'", `'\\''`)}'`

/** How a person would type it; also what the interface shows as `command`. */
export const commandLine = (argv: readonly string[]): string => argv.map(quoteArgument).join(' ')

/**
 * Several commands as one script for `sh -s`: one channel, one round trip. Each is one line `q COMMAND ARGUMENT…`;
 * each answer is `STDOUT NUL STATUS NUL STDERR NUL`.
 */
export const buildScript = (queries: readonly Query[]): string => `${PREAMBLE}${buildLines(queries)}exit 0\n`

/** The lines for a shell that has read `PREAMBLE` and stays. */
export const buildLines = (queries: readonly Query[]): string =>
  queries.map(({ argv }) => `q ${commandLine(argv)}\n`).join('')

/** What the shell printed, back into one answer per query. An answer that is cut off or isn't framed is an error, not a guess. */
export const parseAnswers = (queries: readonly Query[], stdout: string): Result<Answer[], { answered: number }> => {
  const fields = stdout.split('\0')
  const answers: Answer[] = []
  for (const [index, query] of queries.entries()) {
    const [output, status, stderr] = fields.slice(index * 3, index * 3 + 3)
    const complete = fields.length > index * 3 + 3
    if (!complete || output === undefined || stderr === undefined || !status || !/^\d{1,3}$/.test(status)) {
      return fail({ answered: index })
    }
    answers.push({ query, status: Number(status), stdout: output, stderr })
  }
  return ok(answers)
}
