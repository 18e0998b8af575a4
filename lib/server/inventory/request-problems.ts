import type { FieldProblem } from '@/lib/model/error'
import type { InventoryNode } from '@/lib/model/inventory'
import { inCircles, jumpHosts } from './jumps'
import { NO_CIRCLE, ONE_PASSWORD } from './node-problems'

/**
 * What no schema of one value sees in nodes that a request wants written, where it stands in that request: its file has no line of
 * them yet. `all`: the inventory's nodes as they would be. `fieldOf` names a value of the node at an index.
 */
export const requestProblems = (
  nodes: readonly InventoryNode[],
  all: readonly InventoryNode[],
  fieldOf: (index: number, key: keyof InventoryNode) => string,
): FieldProblem[] => {
  const circles = inCircles(new Map(all.map(({ name, proxyJump = '' }) => [name, jumpHosts(proxyJump)])))
  return nodes.flatMap(({ name, passwordEnv, passwordFile }, index) => [
    ...(passwordEnv !== undefined && passwordFile !== undefined
      ? [{ field: fieldOf(index, 'passwordFile'), message: `expected ${ONE_PASSWORD}` }]
      : []),
    ...(circles.has(name) ? [{ field: fieldOf(index, 'proxyJump'), message: `expected ${NO_CIRCLE}` }] : []),
  ])
}
