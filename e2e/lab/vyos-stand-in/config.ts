/** Words below `interfaces`, as `lib/change` has them too. */
export type Path = readonly string[]

const keyOf = (path: Path): string => path.join('\0')
/** Leaves that hold several values. */
const isMany = (path: Path): boolean => path[0] === 'bridge' || path[2] === 'address' || path[2] === 'remote'

/** A leaf with one value takes the place of another one. */
export const withSet = (paths: readonly Path[], path: Path, isOneRemote: boolean): Path[] => {
  const adds = isMany(path) && !(isOneRemote && path[2] === 'remote')
  const head = path.slice(0, -1)
  const stays = (other: Path) =>
    keyOf(other) !== keyOf(path) && (adds || other.length !== path.length || keyOf(other.slice(0, -1)) !== keyOf(head))
  return [...paths.filter(stays), path]
}

const isBelow = (path: Path, root: Path): boolean => root.every((word, at) => path[at] === word)

export const withDelete = (paths: readonly Path[], root: Path): Path[] => paths.filter(path => !isBelow(path, root))

export const has = (paths: readonly Path[], root: Path): boolean => paths.some(path => isBelow(path, root))

const word = (text: string): string => (/^[\w./:@+-]+$/.test(text) ? text : `"${text}"`)

/** As `showCfg` and config.boot write it: a device's leaves in braces. */
export const renderConfig = (paths: readonly Path[], indent = ''): string => {
  const heads = [...new Set(paths.map(([kind, tag]) => `${kind} ${tag}`))]
  return heads
    .map(head => {
      const leaves = paths.filter(([kind, tag]) => `${kind} ${tag}` === head).map(path => path.slice(2))
      return `${indent}${head} {\n${renderLeaves(leaves, `${indent}    `)}${indent}}\n`
    })
    .join('')
}

const renderLeaves = (leaves: readonly Path[], indent: string): string => {
  const flat = leaves.filter(leaf => leaf.length <= 2)
  const deep = leaves.filter(leaf => leaf.length > 2)
  const groups = [...new Set(deep.map(([first]) => first ?? ''))]
  return [
    ...flat.map(([leaf = '', value]) => `${indent}${leaf}${value === undefined ? '' : ` ${word(value)}`}\n`),
    ...groups.map(group => {
      const inner = deep.filter(([first]) => first === group).map(leaf => leaf.slice(1))
      return `${indent}${group} {\n${renderLeaves(inner, `${indent}    `)}${indent}}\n`
    }),
  ].join('')
}
