import { spawn } from 'node:child_process'
import { constants } from 'node:os'

/** Where a system's programs are. */
export const SERVICE_PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'
/** The caller's PATH may lack root's tools (`su` without `-`, cron). */
export const TOOL_PATH = `${process.env.PATH ?? ''}:${SERVICE_PATH}`
const TOOL_ENVIRONMENT = { ...process.env, PATH: TOOL_PATH, LC_ALL: 'C' }

/** A whole environment: Next's types want a NODE_ENV in every one, and a service has none. */
export const asEnvironment = (variables: Record<string, string>): NodeJS.ProcessEnv => variables as NodeJS.ProcessEnv

export interface Outcome {
  /** Exit status; 128 + signal where a signal ended it, 127 where the program is missing. */
  code: number
  stdout: string
  stderr: string
}

const SIGNALLED = 128

/** Runs a program to its end and gives what it said. Never throws: a missing program is code 127. */
export const run = (
  argv: readonly string[],
  { input = '', env = TOOL_ENVIRONMENT }: { input?: string; env?: NodeJS.ProcessEnv } = {},
): Promise<Outcome> =>
  new Promise(resolve => {
    const [program = '', ...rest] = argv
    const child = spawn(program, rest, { env, stdio: 'pipe' })
    let stdout = ''
    let stderr = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text
    })
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text
    })
    child.on('error', error => resolve({ code: 127, stdout, stderr: `${program}: ${error.message}` }))
    child.on('close', (code, signal) =>
      resolve({ code: code ?? SIGNALLED + (signal ? constants.signals[signal] : 0), stdout, stderr }),
    )
    // A program may end before it has read its input.
    child.stdin.on('error', () => {})
    child.stdin.end(input)
  })

/** Why the lab can't go on; `message` is one sentence for the person who ran it. */
export class LabError extends Error {
  override readonly name = 'LabError'
}

/** As `run`, for steps that must succeed. */
export const mustRun = async (
  argv: readonly string[],
  options: { input?: string; env?: NodeJS.ProcessEnv } = {},
): Promise<string> => {
  const { code, stdout, stderr } = await run(argv, options)
  if (code !== 0) throw new LabError(`${argv.join(' ')} failed (${code}): ${stderr.trim() || stdout.trim()}`)
  return stdout
}
