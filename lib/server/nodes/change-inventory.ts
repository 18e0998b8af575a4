import path from 'node:path'
import type { InventoryNode } from '@/lib/model/inventory'
import { InventoryNodeAnswer, NodesWritten } from '@/lib/model/nodes-api'
import type { Result } from '@/lib/model/result'
import { answer, refuse, refuseFields } from '../http'
import { addNodes, changeNode, type EditError, removeNode, writeInventory } from '../inventory'
import type { Runtime } from '../runtime'

type Editing = Pick<Runtime, 'configFile' | 'access'>

const edit = async (
  { configFile, access }: Editing,
  change: (text: string | null, file: string) => Result<string, EditError>,
  nodes: string[],
  status: number,
): Promise<Response> => {
  const file = path.basename(configFile)
  const written = await writeInventory(configFile, text => change(text, file))
  if (!written.ok) {
    const { code, message, hint, fields } = written.error
    return refuseFields(code, message, hint, fields)
  }
  await access.reload()
  return answer(NodesWritten, { file, nodes }, status)
}

/** A node as it is written, for whoever wants to change it. */
export const answerInventoryNode = (name: string, { configFile, access }: Editing): Response => {
  const node = access.inventory().nodes.find(one => one.name === name)
  if (node) return answer(InventoryNodeAnswer, { file: path.basename(configFile), node })
  return refuse('notFound', 'The inventory has no node of this name.', 'GET /api/v1/nodes lists the nodes there are.')
}

/** Writes nodes into the inventory and begins to follow them. */
export const answerAddNodes = (nodes: readonly InventoryNode[], editing: Editing): Promise<Response> =>
  edit(
    editing,
    (text, file) => addNodes(text, nodes, file),
    nodes.map(({ name }) => name),
    201,
  )

/** Takes a node out of the inventory. Nothing changes on the node, and what happened stays in the history. */
export const answerRemoveNode = (name: string, editing: Editing): Promise<Response> =>
  edit(editing, (text, file) => removeNode(text, name, file), [name], 200)

/** Writes a node anew, as it is to be from now on. */
export const answerChangeNode = (name: string, node: InventoryNode, editing: Editing): Promise<Response> =>
  edit(editing, (text, file) => changeNode(text, name, node, file), [node.name], 200)
