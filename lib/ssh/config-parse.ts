/** One line of ssh_config(5); an `Include` holds what it includes, file by file. */
export interface ConfigLine {
  where: string
  /** In lower case. */
  keyword: string
  args: string[]
  included: ConfigLine[][]
}

/** Splits arguments: blanks part them, quotes hold them together, `#` at the start of one ends the line (OpenSSH misc.c `argv_split`). Null: a quote isn't closed. */
const splitArguments = (text: string): string[] | null => {
  const args: string[] = []
  let rest = text.trimStart()
  while (rest !== '' && !rest.startsWith('#')) {
    let argument = ''
    let quote = ''
    let at = 0
    for (; at < rest.length && (quote !== '' || !/[ \t]/.test(rest.charAt(at))); at++) {
      const char = rest.charAt(at)
      const next = rest.charAt(at + 1)
      if (char === '\\' && (/["'\\]/.test(next) || (quote === '' && next === ' '))) {
        argument += next
        at++
      } else if (quote === '' && (char === '"' || char === "'")) quote = char
      else if (char === quote) quote = ''
      else argument += char
    }
    if (quote !== '') return null
    args.push(argument)
    rest = rest.slice(at).trimStart()
  }
  return args
}

/** Reads ssh_config text into lines; what can't be read is named in `notes`. */
export const parseSshConfig = (file: string, text: string): { lines: ConfigLine[]; notes: string[] } => {
  const lines: ConfigLine[] = []
  const notes: string[] = []
  for (const [index, raw] of text.split(/\r?\n/).entries()) {
    const where = `${file}:${index + 1}`
    const line = raw.trim()
    if (line === '' || line.startsWith('#')) continue
    const [, keyword = '', rest = ''] = /^"?([A-Za-z0-9]+)"?(?:[ \t]*=[ \t]*|[ \t]+|$)(.*)$/.exec(line) ?? []
    const args = splitArguments(rest)
    if (keyword === '' || args === null || args.length === 0) notes.push(`${where}: not "keyword value"`)
    else lines.push({ where, keyword: keyword.toLowerCase(), args, included: [] })
  }
  return { lines, notes }
}
