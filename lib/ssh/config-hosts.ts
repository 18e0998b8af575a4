import { type ConfigAnswer, configHostName, evaluateSshConfig } from './config-evaluate'
import type { ConfigLine } from './config-parse'
import { readSshConfig } from './config-read'

/** A host that ssh config names, and where it leads. `null`: it doesn't say. */
export interface ConfigHost {
  alias: string
  hostName: string
  port: string | null
  user: string | null
  proxyJump: string | null
  proxyCommand: boolean
}

/** Each is looked up in the whole file: this many take a second. */
const MOST_HOSTS = 1000

const aliasesOf = (lines: readonly ConfigLine[]): string[] =>
  lines.flatMap(({ keyword, args, included }) =>
    keyword === 'host' ? args.filter(arg => !/[*?!]/.test(arg)) : included.flatMap(aliasesOf),
  )

const hostOf = (alias: string, answer: ConfigAnswer): ConfigHost => {
  const value = (keyword: string) => answer.first.get(keyword)?.[0] ?? null
  return {
    alias,
    hostName: configHostName(answer, alias),
    port: value('port'),
    user: value('user'),
    proxyJump: value('proxyjump'),
    proxyCommand: (value('proxycommand') ?? 'none').toLowerCase() !== 'none',
  }
}

/** What an ssh config's `Host` lines name without a wildcard, in their order, each once; so many at most. */
export const listConfigHosts = (
  files: readonly (readonly ConfigLine[])[],
  most = MOST_HOSTS,
): { hosts: ConfigHost[]; left: number } => {
  const aliases = [...new Set(files.flatMap(aliasesOf))]
  const hosts = aliases
    .slice(0, most)
    .map(alias => hostOf(alias, evaluateSshConfig(files, { alias, user: null, localUser: '' })))
  return { hosts, left: aliases.length - hosts.length }
}

/** The hosts that the user's ssh config names. Nothing in it is run; `notes` is what of it can't be read. */
export const readConfigHosts = async (
  home: string,
): Promise<{ file: string; hosts: ConfigHost[]; notes: string[] }> => {
  const file = `${home}/.ssh/config`
  const { files, notes } = await readSshConfig([file], home)
  const { hosts, left } = listConfigHosts(files)
  return { file, hosts, notes: left > 0 ? [...notes, `${left} further hosts are not listed`] : notes }
}
