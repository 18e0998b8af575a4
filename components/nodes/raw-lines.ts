/** More lines than this aren't put into the page. */
export const LINES_SHOWN = 2_000

const settled = (text: string): string => {
  try {
    return JSON.stringify(JSON.parse(text), null, 2)
  } catch {
    return text
  }
}

/** The lines of an output to show: text as it came, JSON (which comes as one line) set in lines; and how many were cut off. */
export const shownLines = (output: string, format: 'json' | 'text'): { lines: string[]; cut: number } => {
  const all = (format === 'json' ? settled(output) : output).replace(/\n$/, '').split('\n')
  return { lines: all.slice(0, LINES_SHOWN), cut: Math.max(0, all.length - LINES_SHOWN) }
}
