import { createPause } from '@/lib/turns'

const NEWLINE = 10

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
