import { spawn } from 'node:child_process'

/** What is kept of a program's output: enough for the end of a build's error, never more. */
const KEPT_CHARACTERS = 200_000
const KILL_AFTER_MS = 5000

/** Why a command of ours cannot go on; `message` is for the person who ran it, without a stack. */
export class CommandError extends Error {
  name = 'CommandError'

  /** @param {string} message @param {number} exitCode */
  constructor(message, exitCode = 1) {
    super(message)
    this.exitCode = exitCode
  }
}

/** Ends a process group we started: SIGTERM, and SIGKILL when it is still there five seconds later. */
const endGroup = child => {
  const kill = signal => {
    try {
      process.kill(-child.pid, signal)
    } catch {
      // The group is gone already.
    }
  }
  kill('SIGTERM')
  const hard = setTimeout(() => kill('SIGKILL'), KILL_AFTER_MS)
  child.once('close', () => clearTimeout(hard))
}

/**
 * Runs a program to its end in a process group of its own, so that an abort or the time limit ends all it started.
 * @param {string[]} argv
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, signal?: AbortSignal, timeoutMs?: number, onLine?: (line: string) => void }} options
 * @returns {Promise<{ code: number, output: string, timedOut: boolean }>} `output` is the end of stdout and stderr, in the order they came; code 127: no such program
 */
export const run = (argv, { cwd, env = process.env, signal, timeoutMs, onLine } = {}) =>
  new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason)
    const child = spawn(argv[0], argv.slice(1), { cwd, env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] })
    let output = ''
    let partial = ''
    let timedOut = false
    const take = text => {
      output = (output + text).slice(-KEPT_CHARACTERS)
      const lines = (partial + text).split('\n')
      partial = lines.pop() ?? ''
      for (const line of lines) onLine?.(line)
    }
    child.stdout.setEncoding('utf8').on('data', take)
    child.stderr.setEncoding('utf8').on('data', take)
    const abort = () => endGroup(child)
    const overdue = () => {
      timedOut = true
      abort()
    }
    const limit = timeoutMs === undefined ? undefined : setTimeout(overdue, timeoutMs)
    signal?.addEventListener('abort', abort, { once: true })
    const settle = code => {
      clearTimeout(limit)
      signal?.removeEventListener('abort', abort)
      if (signal?.aborted) return reject(signal.reason)
      resolve({ code, output, timedOut })
    }
    child.on('error', error => {
      output += `${argv[0]}: ${error.message}\n`
      settle(127)
    })
    child.on('close', (code, ended) => settle(code ?? (ended === 'SIGKILL' ? 137 : 143)))
  })

/** The last lines of an output, for an error message. */
export const lastLines = (output, count = 30) => output.trimEnd().split('\n').slice(-count).join('\n')
