import { inCircles, jumpHosts } from './jumps'
import { quoted } from './printable'
import type { PlacedProblem } from './schema-problems'
import { type Located, locate } from './yaml-tree'

/** What is expected where no schema of one value sees it. */
export const ONE_PASSWORD = 'passwordEnv or passwordFile, not both'
export const NO_CIRCLE = 'a way that does not lead back'

interface NamedNode {
  index: number
  name: string
  located: Located
}

const textAt = (located: Located, key: string): string | null => {
  const value = located.entries.get(key)?.child.value
  return typeof value === 'string' ? value : null
}

const namedNodes = (root: Located): NamedNode[] => {
  const { at, found } = locate(root, ['nodes'])
  if (!found) return []
  return at.items.flatMap((located, index) => {
    const name = textAt(located, 'name')
    return name === null ? [] : [{ index, name, located }]
  })
}

const offsetOf = ({ located }: NamedNode, key: string): number =>
  located.entries.get(key)?.child.offset ?? located.offset

const duplicateNames = (nodes: readonly NamedNode[]): PlacedProblem[] => {
  const first = new Map<string, NamedNode>()
  return nodes.flatMap(node => {
    const other = first.get(node.name)
    if (other === undefined) {
      first.set(node.name, node)
      return []
    }
    const expected = 'a name of its own'
    const message = `nodes[${node.index}].name: ${quoted(node.name)} is the name of nodes[${other.index}] already; expected ${expected}`
    return [{ offset: offsetOf(node, 'name'), message, expected, hint: null }]
  })
}

/** A node reached over itself is never reached. Only what nodes say themselves: a default jump spares the bastion. */
export const describeJumps = (root: Located): PlacedProblem[] => {
  const nodes = namedNodes(root)
  const circles = inCircles(
    new Map(nodes.map(({ name, located }) => [name, jumpHosts(textAt(located, 'proxyJump') ?? '')])),
  )
  return nodes
    .filter(({ name }) => circles.has(name))
    .map(node => ({
      offset: offsetOf(node, 'proxyJump'),
      message: `nodes[${node.index}].proxyJump: ${quoted(node.name)} would be reached over itself; expected ${NO_CIRCLE}`,
      expected: NO_CIRCLE,
      hint: null,
    }))
}

const twoPasswords = (root: Located): PlacedProblem[] => {
  const places = [locate(root, ['defaults']), ...locate(root, ['nodes']).at.items.map(at => ({ at, found: true }))]
  return places.flatMap(({ at, found }) => {
    const second = at.entries.get('passwordFile')
    if (!found || second === undefined || !at.entries.has('passwordEnv')) return []
    return [
      {
        ...{ offset: second.keyOffset, hint: null, expected: ONE_PASSWORD },
        message: `two sources of one password; expected ${ONE_PASSWORD}`,
      },
    ]
  })
}

/** What no schema of one value sees: names that stand twice, and two sources of one password. */
export const describeNodes = (root: Located): PlacedProblem[] => [
  ...duplicateNames(namedNodes(root)),
  ...twoPasswords(root),
]
