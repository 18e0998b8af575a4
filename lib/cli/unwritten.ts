const REASONS: Readonly<Record<string, string>> = {
  ENOSPC: 'no space is left there',
  EDQUOT: 'no more may be kept there',
  EFBIG: 'it would be larger than a file may be there',
  EACCES: 'it may not be written there',
  EROFS: 'nothing can be written there',
  EISDIR: 'it is a folder',
}

/** `vxscope fdb | head`: nobody reads on, and that is no fault. */
export const isBrokenPipe = (error: Error): boolean => 'code' in error && error.code === 'EPIPE'

/** What a user is told of what could not be written. */
export const unwritten = (what: string, error: unknown): string => {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown'
  return `${what}: not written, or not to its end: ${REASONS[code] ?? code}. Write it to another place, or make room.`
}
