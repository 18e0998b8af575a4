import type { ConfigPath } from './facts'

/** A line of a configuration as VyOS shows it: words, the last maybe in quotes, and maybe a brace. */
const LINE = /^([\w./:@+-]+)(?: ("(?:[^"\\]|\\.)*"|'[^']*'|[^\s{}"']+(?: [^\s{}"']+)*))?( \{)?$/

const unquoted = (text: string): string => (/^["']/.test(text) ? text.slice(1, -1).replace(/\\(.)/g, '$1') : text)

/** One line's words; a brace's head has its name and, of a tag node, its tag. */
const wordsOf = (line: string): { words: string[]; opens: boolean } | null => {
  const match = LINE.exec(line)
  if (!match?.[1]) return null
  return { words: [match[1], ...(match[2] === undefined ? [] : [unquoted(match[2])])], opens: match[3] !== undefined }
}

/**
 * What `cli-shell-api showCfg interfaces KIND` prints, as paths below `interfaces`. Shown with or without KIND at the
 * head of its nodes, as releases differ. `null` where a line isn't understood: a half-read configuration is none.
 */
export const parseVyosConfig = (kind: string, text: string): ConfigPath[] | null => {
  const paths: ConfigPath[] = []
  const open: string[][] = []
  for (const line of text.split('\n').map(each => each.trim())) {
    if (line === '' || /^\/\*.*\*\/$/.test(line) || /^Configuration under specified path is empty$/.test(line)) continue
    if (line === '}') {
      if (open.pop() === undefined) return null
      continue
    }
    const read = wordsOf(line)
    if (!read) return null
    if (read.opens) open.push(read.words)
    const words = read.opens ? open.flat() : [...open.flat(), ...read.words]
    if (words.length > 0) paths.push(words[0] === kind ? words : [kind, ...words])
  }
  return open.length === 0 ? leavesOf(paths) : null
}

/** Without the nodes that only hold others. */
const leavesOf = (paths: readonly ConfigPath[]): ConfigPath[] =>
  paths.filter(path => !paths.some(other => other.length > path.length && path.every((word, at) => word === other[at])))
