import { PassThrough } from 'node:stream'
import type { Io } from './io'

const gather = (stream: PassThrough): (() => string) => {
  const chunks: Buffer[] = []
  stream.on('data', (chunk: Buffer) => chunks.push(chunk))
  return () => Buffer.concat(chunks).toString()
}

/** A terminal, or none, for tests: what is typed on it and what came out. */
export const createTestIo = ({ home = '/nowhere', tty = false, typed = '' } = {}) => {
  const stdin = Object.assign(new PassThrough(), { isTTY: tty })
  const stdout = Object.assign(new PassThrough(), { isTTY: tty, columns: 80, rows: 24 })
  const stderr = new PassThrough()
  stdin.end(typed)
  const stops = new Set<() => void>()
  const onInterrupt = (stop: () => void) => {
    stops.add(stop)
    return () => stops.delete(stop)
  }
  const io: Io = { stdin, stdout, stderr, env: {}, home, onInterrupt }
  return {
    io,
    stdout: gather(stdout),
    stderr: gather(stderr),
    /** Ctrl-C. */
    interrupt: () => {
      for (const stop of [...stops]) stop()
    },
    waitsForInterrupt: () => stops.size > 0,
  }
}
