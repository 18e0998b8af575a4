/** One line per thing worth knowing, on stderr. Nothing secret is ever passed here. */
const write = (level: string, message: string): void => {
  process.stderr.write(`${new Date().toISOString()} ${level} ${message.replaceAll('\n', '\\n')}\n`)
}

export const log = {
  info: (message: string): void => write('info', message),
  error: (message: string): void => write('error', message),
  /** What should never happen, with its stack. */
  failure: (cause: unknown): void =>
    write('error', cause instanceof Error ? (cause.stack ?? cause.message) : String(cause)),
}
