import path from 'node:path'
import type { Principal } from '@/lib/model/access'
import type { AuditAction } from '@/lib/model/audit'
import type { InventoryNode } from '@/lib/model/inventory'
import { type ChangeNode, InventoryNodeAnswer, NodesWritten } from '@/lib/model/nodes-api'
import type { Result } from '@/lib/model/result'
import { answer, refuse, refuseError } from '../http'
import { addNodes, changeNode, type EditError, removeNode, writeInventory } from '../inventory'
import type { NodeAccess } from '../runtime'
import type { Serving } from '../serving'

type Editing = Pick<Serving, 'configFile' | 'audit'> & { access: Pick<NodeAccess, 'inventory' | 'reload'> }

interface Edit {
  action: AuditAction
  nodes: string[]
  change: (text: string | null, file: string) => Result<string, EditError>
  /** What of it is worth knowing later, in words. */
  words?: string
  status?: number
}

const edit = async (
  { configFile, access, audit }: Editing,
  who: Principal,
  { action, nodes, change, words = '', status = 200 }: Edit,
): Promise<Response> => {
  const file = path.basename(configFile)
  const written = await writeInventory(configFile, text => change(text, file))
  const entry = { who, from: who.from, action, nodes }
  if (!written.ok) {
    await audit.record({ ...entry, output: written.error.message, result: 'refused' })
    return refuseError(written.error)
  }
  await access.reload()
  await audit.record({ ...entry, output: words, result: 'ok' })
  return answer(NodesWritten, { file, nodes }, status)
}

/** A node as it is written, for whoever wants to change it. */
export const answerInventoryNode = (name: string, { configFile, access }: Editing): Response => {
  const node = access.inventory().nodes.find(one => one.name === name)
  if (node) return answer(InventoryNodeAnswer, { file: path.basename(configFile), node })
  return refuse('notFound', 'The inventory has no node of this name.', 'GET /api/v1/nodes lists the nodes there are.')
}
/** A node as it stands in the inventory. No secret does. */
const wordsOf = (nodes: readonly InventoryNode[]): string => nodes.map(node => JSON.stringify(node)).join('\n')

/** Writes nodes into the inventory and begins to follow them. */
export const answerAddNodes = (nodes: readonly InventoryNode[], editing: Editing, who: Principal): Promise<Response> =>
  edit(editing, who, {
    action: 'nodesAdded',
    nodes: nodes.map(({ name }) => name),
    change: (text, file) => addNodes(text, nodes, file),
    words: wordsOf(nodes),
    status: 201,
  })

/** Takes a node out of the inventory. Nothing changes on the node, and what happened stays in the history. */
export const answerRemoveNode = (name: string, editing: Editing, who: Principal): Promise<Response> =>
  edit(editing, who, { action: 'nodeRemoved', nodes: [name], change: (text, file) => removeNode(text, name, file) })

/** Writes a node anew, as it is to be from now on. */
export const answerChangeNode = (
  name: string,
  { was, ...node }: ChangeNode,
  editing: Editing,
  who: Principal,
): Promise<Response> =>
  edit(editing, who, {
    action: 'nodeChanged',
    nodes: [node.name],
    change: (text, file) => changeNode(text, name, { ...node, was }, file),
    words: node.name === name ? wordsOf([node]) : `${name} becomes ${wordsOf([node])}`,
  })
