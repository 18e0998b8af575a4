import verdicts from '@/lib/change/samples/set-verdicts.json' with { type: 'json' }
import { setTakes } from '@/lib/change/vyos-grammar'
import type { Path } from './config'

export type Release = 'helium' | 'crux' | 'equuleus' | 'sagitta' | 'current'

/** `1.1.1` → helium; whatever is newer than all that were measured is as the newest. */
export const releaseOf = (version: string): Release => {
  const minor = Number(/^1\.(\d+)/.exec(version)?.[1] ?? 5)
  return (['helium', 'helium', 'crux', 'equuleus', 'sagitta'] as const)[minor] ?? 'current'
}

export const isOld = (release: Release): boolean => release === 'helium' || release === 'crux'

const quoted = (value: string): string => (/^[\w./:@+-]+$/.test(value) ? value : `'${value}'`)

/**
 * What `set` says to these words: as VyOS itself said to the very line where it was asked (samples/set-verdicts.json), else by the
 * grammar. `null`: it takes them.
 */
export const refusalOf = (release: Release, words: Path): string | null => {
  const line = ['set', ...words.map(quoted)].join(' ')
  const measured = verdicts.find(verdict => verdict.line === line)?.[release]
  if (measured) return measured.ok ? null : 'error' in measured ? (measured.error ?? '') : 'Set failed'
  if (words.some(each => each.includes("'"))) return 'Cannot use the "\'" (single quote) character in a value string'
  return setTakes(release, line) ? null : `Configuration path: [${words.join(' ')}] is not valid\nSet failed`
}

const LEAVES: Readonly<Record<Release, string[]>> = {
  helium: ['address', 'bridge-group', 'description', 'group', 'link', 'mtu', 'remote', 'vni'],
  crux: ['address', 'bridge-group', 'description', 'group', 'link', 'mtu', 'remote', 'remote-port', 'vni'],
  equuleus: ['address', 'description', 'group', 'mtu', 'port', 'remote', 'source-address', 'source-interface', 'vni'],
  sagitta: [],
  current: [],
}

/** The folder of templates by which a release can be told. 1.1.1 has no `remote` yet. */
export const leavesOf = (version: string): string[] => {
  const release = releaseOf(version)
  if (LEAVES[release].length === 0) return [...LEAVES.equuleus, 'parameters']
  return version === '1.1.0' || version === '1.1.1' ? LEAVES.helium.filter(leaf => leaf !== 'remote') : LEAVES[release]
}
