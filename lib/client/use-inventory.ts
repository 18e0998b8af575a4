import { mutate } from 'swr'
import type { InventoryNode } from '@/lib/model/inventory'
import { NodesWritten } from '@/lib/model/nodes-api'
import { asChange, sendChange } from './fetcher'
import { nodeUrl, OVERLAY_URL } from './use-api'

/** Writes nodes into the inventory. Throws `ApiFault`. */
export const addNodes = async (nodes: readonly InventoryNode[]): Promise<NodesWritten> => {
  const written = await sendChange(NodesWritten, '/api/v1/nodes', asChange('POST', { nodes }))
  await mutate(OVERLAY_URL)
  return written
}

/** Takes a node out of the inventory. Throws `ApiFault`. */
export const removeNode = async (name: string): Promise<NodesWritten> => {
  const written = await sendChange(NodesWritten, nodeUrl(name), asChange('DELETE'))
  await mutate(OVERLAY_URL)
  return written
}
