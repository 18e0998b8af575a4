import path from 'node:path'
import type { InventoryNode } from '@/lib/model/inventory'
import { fail, ok, type Result } from '@/lib/model/result'
import type { ResolveOptions } from '@/lib/ssh'
import { refuse } from '../http'
import type { Runtime } from '../runtime'

export type Reaching = Pick<Runtime, 'configFile' | 'access'>

/** The node a request is about: the one it describes, else the one of that name in the inventory. */
export const namedNode = (
  name: string,
  given: InventoryNode | undefined,
  { access }: Reaching,
): Result<InventoryNode, Response> => {
  const node = given ?? access.inventory().nodes.find(candidate => candidate.name === name)
  if (node) return ok(node)
  return fail(
    refuse(
      'notFound',
      'The inventory has no node of this name.',
      'GET /api/v1/nodes lists the nodes there are; or say `node`.',
    ),
  )
}

/** How a node is found from here: by the inventory's other nodes and defaults, and ssh config. */
export const resolveOptions = ({ configFile, access }: Reaching): ResolveOptions => {
  const { nodes, defaults } = access.inventory()
  const { home, env } = access
  return { baseDir: path.dirname(path.resolve(configFile)), home, env, others: nodes, defaults }
}
