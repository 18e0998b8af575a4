import { homedir } from 'node:os'

/** Where a command reads and writes; the process's own, or a test's. */
export interface Io {
  stdin: NodeJS.ReadableStream & { isTTY?: boolean }
  stdout: NodeJS.WritableStream & { isTTY?: boolean; columns?: number; rows?: number }
  stderr: NodeJS.WritableStream
  env: Readonly<Record<string, string | undefined>>
  home: string
  /** Calls `stop` when the user has had enough, instead of ending the process there and then. Gives what undoes that. */
  onInterrupt: (stop: () => void) => () => void
}

const INTERRUPTIONS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

const onInterrupt = (stop: () => void): (() => void) => {
  for (const signal of INTERRUPTIONS) process.on(signal, stop)
  return () => {
    for (const signal of INTERRUPTIONS) process.off(signal, stop)
  }
}

export const processIo = (): Io => ({
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  env: process.env,
  home: homedir(),
  onInterrupt,
})

/** What a command ends with; scripts stand on it. */
export const EXIT = {
  fine: 0,
  /** A finding, or a change that was refused. */
  refused: 1,
  /** Bad usage, input that can't be read, or output that can't be written. */
  usage: 2,
  /** A node could not be reached, logged in to or read. */
  node: 3,
} as const

export const writeLine = (stream: NodeJS.WritableStream, text: string): void => {
  stream.write(`${text}\n`)
}
