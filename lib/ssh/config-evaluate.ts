import type { ConfigLine } from './config-parse'
import { matchesPatternList } from './patterns'

/** What is asked of ssh config: the alias, and what the inventory has settled already (it wins, like ssh's command line). */
export interface ConfigQuestion {
  alias: string
  user: string | null
  localUser: string
}

export interface ConfigAnswer {
  /** The first value of each keyword, in lower case: first wins (ssh_config(5)). */
  first: Map<string, string[]>
  identityFiles: string[]
  /** What of the file could not be honoured. */
  notes: string[]
}

interface State extends ConfigAnswer {
  question: ConfigQuestion
  final: boolean
  wantsFinal: boolean
}

const expandHost = (template: string, alias: string) =>
  template.replace(/%([%h])/g, (_, letter) => (letter === '%' ? '%' : alias))

/** The host name as far as it is known: `HostName` with its %h, else the alias. */
export const configHostName = (answer: ConfigAnswer, alias: string): string =>
  expandHost(answer.first.get('hostname')?.[0] ?? alias, alias)

type Criterion = (state: State, patterns: string[]) => boolean

const CRITERIA: Record<string, Criterion> = {
  host: (state, patterns) => matchesPatternList(patterns, configHostName(state, state.question.alias)),
  originalhost: (state, patterns) => matchesPatternList(patterns, state.question.alias),
  user: (state, patterns) =>
    matchesPatternList(patterns, state.question.user ?? state.first.get('user')?.[0] ?? state.question.localUser),
  localuser: (state, patterns) => matchesPatternList(patterns, state.question.localUser),
}

/** `Match` (ssh_config(5)). `exec` would run a command of the file: never done, such a block is left out, and that is said. */
const matchesCriteria = (state: State, line: ConfigLine): boolean => {
  const words = line.args.flatMap(arg => arg.match(/^(!?[a-z]+)=(.*)$/i)?.slice(1) ?? [arg])
  let matched = true
  for (let at = 0; at < words.length; at++) {
    const word = (words[at] ?? '').toLowerCase()
    const negated = word.startsWith('!')
    const name = negated ? word.slice(1) : word
    if (name === 'all') continue
    if (name === 'final' || name === 'canonical') {
      state.wantsFinal ||= name === 'final'
      matched &&= state.final !== negated
      continue
    }
    const criterion = CRITERIA[name]
    const value = words[++at]
    if (!criterion || value === undefined) {
      state.notes.push(`${line.where}: this block is left out, "Match ${name}" is not evaluated`)
      return false
    }
    matched &&= criterion(state, value.split(',')) !== negated
  }
  return matched
}

const keep = (state: State, { keyword, args }: ConfigLine) => {
  if (keyword === 'identityfile') {
    state.identityFiles.push(...args.slice(0, 1).filter(file => !state.identityFiles.includes(file)))
    return
  }
  // As in OpenSSH, whichever of the two comes first rules out the other.
  if (keyword === 'proxyjump' && state.first.has('proxycommand')) return
  if (keyword === 'proxycommand' && state.first.has('proxyjump')) return
  if (!state.first.has(keyword)) state.first.set(keyword, args)
}

/** `outer`: whether the block holding an `Include` applies; nothing in it can, when that doesn't. */
const walk = (state: State, lines: readonly ConfigLine[], outer: boolean) => {
  let active = outer
  for (const line of lines) {
    if (line.keyword === 'host') active = outer && matchesPatternList(line.args, state.question.alias)
    else if (line.keyword === 'match') active = outer && matchesCriteria(state, line)
    else if (line.keyword === 'include') for (const file of line.included) walk(state, file, active)
    else if (active) keep(state, line)
  }
}

/** What ssh config files (the user's first) say for one host. Nothing in them is ever run. */
export const evaluateSshConfig = (
  files: readonly (readonly ConfigLine[])[],
  question: ConfigQuestion,
): ConfigAnswer => {
  const state: State = { question, first: new Map(), identityFiles: [], notes: [], final: false, wantsFinal: false }
  for (const file of files) walk(state, file, true)
  if (state.wantsFinal) {
    state.final = true
    for (const file of files) walk(state, file, true)
  }
  return { first: state.first, identityFiles: state.identityFiles, notes: [...new Set(state.notes)] }
}
