import type { NodeError, NodeErrorCode } from '@/lib/model/error'

export const nodeError = (code: NodeErrorCode, message: string, hint: string): NodeError => ({ code, message, hint })

/** The `code` of an error of the operating system (`ENOENT`), or its kind where it has none. */
export const systemCode = (error: unknown): string => {
  if (error instanceof Error) return 'code' in error && typeof error.code === 'string' ? error.code : error.name
  return 'unknown error'
}

/** Text that a server sent, for an error message: one line, no control characters, bounded. */
export const quoteServer = (text: string, length = 200): string => {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
  const inLine = text.replace(/[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]+/g, ' ').trim()
  // "Channel open failure:" is all that some servers say.
  const plain = inLine.replace(/\s*:$/, '')
  return plain.length > length ? `${plain.slice(0, length)}…` : plain
}

/** Milliseconds as a person says it. */
export const seconds = (ms: number): string => (ms < 1000 ? `${ms} ms` : `${Math.round(ms / 100) / 10} s`)

/** The connection went while something was under way on it. */
export const lostWhile = (what: string, error: NodeError): NodeError =>
  nodeError('unreachable', `connection closed while ${what}: ${error.message}`, error.hint)
