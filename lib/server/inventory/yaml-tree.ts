import { isAlias, isMap, isPair, isScalar, isSeq, type Scalar, type YAMLMap, type YAMLSeq } from 'yaml'

/** How text from outside is read: nothing that a tag asks for is done. */
export const YAML_OPTIONS = {
  schema: 'core',
  resolveKnownTags: false,
  stringKeys: true,
  // The package compares each key with each: a hostile file would take hours. Twice the same key is found by buildTree.
  uniqueKeys: false,
  prettyErrors: false,
  logLevel: 'error',
} as const

/** A value of the file and the offsets it was written at. What an alias stands for, stands at its anchor. */
export interface Located {
  value: unknown
  offset: number
  entries: ReadonlyMap<string, { keyOffset: number; child: Located }>
  items: readonly Located[]
  /** How many values it holds, itself included. */
  weight: number
}

export interface TreeProblem {
  offset: number
  message: string
  expected: string
}

/** An inventory is four levels deep; the rest is room for a mistake to be told as what it is. */
const DEEPEST = 32
/** 5,000 nodes that each merge a mapping of 20 keys. Beyond it aliases are a bomb, not an inventory. */
const MOST_THROUGH_ALIASES = 100_000

const NO_ENTRIES: Located['entries'] = new Map()
const leaf = (value: unknown, offset: number): Located => ({ value, offset, entries: NO_ENTRIES, items: [], weight: 1 })

const startOf = (node: unknown): number => {
  const range: unknown = node !== null && typeof node === 'object' && 'range' in node ? node.range : null
  const start: unknown = Array.isArray(range) ? range[0] : null
  return typeof start === 'number' ? start : 0
}

class TreeBuilder {
  readonly problems: TreeProblem[] = []
  private readonly anchors = new Map<string, Located | 'open'>()
  private throughAliases = 0

  build(node: unknown, depth: number): Located {
    const offset = startOf(node)
    if (depth > DEEPEST) return this.refuse(offset, 'nested too deeply', `at most ${DEEPEST} levels`)
    if (isAlias(node)) return this.follow(node.source, offset)
    const anchor = (isMap(node) || isSeq(node) || isScalar(node)) && node.anchor ? node.anchor : null
    if (anchor !== null) this.anchors.set(anchor, 'open')
    const located = this.buildPlain(node, offset, depth)
    if (anchor !== null) this.anchors.set(anchor, located)
    return located
  }

  private buildPlain(node: unknown, offset: number, depth: number): Located {
    if (isMap(node)) return this.buildMap(node, offset, depth)
    if (isSeq(node)) return this.buildSeq(node, offset, depth)
    return leaf(isScalar(node) ? node.value : null, offset)
  }

  private refuse(offset: number, message: string, expected: string): Located {
    this.problems.push({ offset, message, expected })
    return leaf(null, offset)
  }

  private follow(source: string, offset: number): Located {
    const target = this.anchors.get(source)
    if (target === undefined)
      return this.refuse(offset, 'an alias without its anchor', 'an anchor of that name above it')
    if (target === 'open') return this.refuse(offset, 'an alias inside of what it stands for', 'no circle')
    this.throughAliases += target.weight
    if (this.throughAliases > MOST_THROUGH_ALIASES) {
      const message = `aliases stand for more than ${MOST_THROUGH_ALIASES} values together`
      if (!this.problems.some(problem => problem.message === message)) this.refuse(offset, message, 'fewer aliases')
      return leaf(null, offset)
    }
    return target
  }

  private buildSeq(node: YAMLSeq, offset: number, depth: number): Located {
    const items = node.items.map(item => this.build(item, depth + 1))
    const weight = items.reduce((sum, item) => sum + item.weight, 1)
    return { value: items.map(({ value }) => value), offset, entries: NO_ENTRIES, items, weight }
  }

  private buildMap(node: YAMLMap, offset: number, depth: number): Located {
    const own = new Map<string, { keyOffset: number; child: Located }>()
    const merged: Located[] = []
    for (const pair of node.items) {
      if (!isPair(pair) || !isScalar(pair.key)) continue
      const keyOffset = startOf(pair.key)
      const child = pair.value === null ? leaf(null, keyOffset) : this.build(pair.value, depth + 1)
      if (isMergeKey(pair.key)) merged.push(...this.mergeSources(child))
      else if (own.has(String(pair.key.value))) this.refuse(keyOffset, 'this key stands twice', 'each key once')
      else own.set(String(pair.key.value), { keyOffset, child })
    }
    const entries = new Map([...merged.reverse().flatMap(source => [...source.entries]), ...own])
    let weight = 1
    for (const { child } of entries.values()) weight += child.weight
    const value = Object.fromEntries([...entries].map(([key, { child }]) => [key, child.value]))
    return { value, offset, entries, items: [], weight }
  }

  /** Earlier ones win (yaml.org/type/merge.html), so the caller lays them down last to first. */
  private mergeSources(child: Located): Located[] {
    const sources = Array.isArray(child.value) ? child.items : [child]
    const maps = sources.filter(({ value }) => value !== null && typeof value === 'object' && !Array.isArray(value))
    if (maps.length < sources.length) this.refuse(child.offset, '"<<" merges no mapping', 'an alias of a mapping')
    return maps
  }
}

const isMergeKey = (key: Scalar): boolean => key.value === '<<' && key.type === 'PLAIN'

/**
 * The values of a parsed YAML document with the place of each; aliases and merge keys followed, within bounds.
 * Its own reading instead of the package's, as that one keeps no places and compares each key with each.
 */
export const buildTree = (contents: unknown): { root: Located; problems: TreeProblem[] } => {
  const builder = new TreeBuilder()
  const root = builder.build(contents, 0)
  return { root, problems: builder.problems }
}

/** What stands at a path, or the last thing on the way to it. `found` is false where the path leads nowhere. */
export const locate = (
  root: Located,
  path: readonly PropertyKey[],
): { at: Located; keyOffset: number | null; found: boolean } => {
  let at = root
  let keyOffset: number | null = null
  for (const step of path) {
    const entry = typeof step === 'string' ? at.entries.get(step) : undefined
    const next = typeof step === 'number' ? at.items[step] : entry?.child
    if (next === undefined) return { at, keyOffset, found: false }
    at = next
    keyOffset = entry?.keyOffset ?? null
  }
  return { at, keyOffset, found: true }
}
