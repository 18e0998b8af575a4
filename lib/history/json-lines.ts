import { createPause } from '@/lib/turns'

const NEWLINE = 10

/** Lines of an event each, or of some hundred rows: a few ms of work. */
const AT_ONCE = 16

/** Lines as bytes, some at a time. */
export const encodeLines = async (lines: readonly string[]): Promise<Uint8Array<ArrayBuffer>> => {
  const pause = createPause()
  const parts: Uint8Array[] = []
  for (let start = 0; start < lines.length; start += AT_ONCE) {
    if (start > 0) parts.push(Uint8Array.of(NEWLINE))
    parts.push(Buffer.from(lines.slice(start, start + AT_ONCE).join('\n')))
    await pause()
  }
  return new Uint8Array(Buffer.concat(parts))
}

/** Each line's value. JSON holds no raw line feed, so a line is a value. */
export const readJsonLines = async (bytes: Uint8Array): Promise<unknown[]> => {
  const pause = createPause()
  const decoder = new TextDecoder()
  const values: unknown[] = []
  for (let start = 0; start < bytes.length; ) {
    const found = bytes.indexOf(NEWLINE, start)
    const end = found === -1 ? bytes.length : found
    values.push(JSON.parse(decoder.decode(bytes.subarray(start, end))))
    start = end + 1
    await pause()
  }
  return values
}
