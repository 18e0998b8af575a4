/** A line is complete at a line end outside quotes. Gives it and what is left, or null where more must come. */
export const takeLine = (text: string): { line: string; rest: string } | null => {
  let quote = ''
  for (let at = 0; at < text.length; at += 1) {
    const letter = text[at]
    if (letter === '\\' && quote !== "'") at += 1
    else if (quote !== '') quote = letter === quote ? '' : quote
    else if (letter === "'" || letter === '"') quote = letter
    else if (letter === '\n') return { line: text.slice(0, at), rest: text.slice(at + 1) }
  }
  return null
}

const TOKEN = /[ \t\n]+|;|'([^']*)'|"((?:[^"\\]|\\[\s\S])*)"|\\([\s\S])|([^ \t\n;'"\\]+)/y
const META = /[|&<>()`$#*?[\]!{}]/

/**
 * A line of simple commands, by the quoting of POSIX sh (XCU 2.2): `;` parts them. `null` for anything a shell would
 * do more with (pipes, expansions, redirections): not modelled, and better said than guessed.
 */
export const splitCommands = (line: string): string[][] | null => {
  const commands: string[][] = [[]]
  let word: string | null = null
  const endWord = () => {
    if (word !== null) commands.at(-1)?.push(word)
    word = null
  }
  TOKEN.lastIndex = 0
  while (TOKEN.lastIndex < line.length) {
    const token = TOKEN.exec(line)
    if (!token) return null
    const [whole, single, double, escaped, plain] = token
    if (plain !== undefined && META.test(plain)) return null
    if (double !== undefined && /[$`]/.test(double)) return null
    const text = single ?? double?.replace(/\\(["\\$`])/g, '$1') ?? escaped ?? plain
    if (text !== undefined) word = (word ?? '') + text
    else endWord()
    if (whole === ';') commands.push([])
  }
  endWord()
  return commands.filter(command => command.length > 0)
}
