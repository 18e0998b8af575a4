/** Far above the longest line of a monitor: a device's is about 1 KB. */
const LONGEST = 64 * 1024

/** Cuts a stream of text into lines. `add` gives false when a line is longer than any monitor prints. */
export const createLineSplitter = (onLine: (line: string) => void): { add(chunk: string): boolean } => {
  let rest = ''
  return {
    add: chunk => {
      const lines = (rest + chunk).split('\n')
      rest = lines.pop() ?? ''
      for (const line of lines) onLine(line)
      return rest.length <= LONGEST
    },
  }
}
