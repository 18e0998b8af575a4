import { useState } from 'react'
import useSWR, { mutate } from 'swr'
import type { InventoryNode } from '@/lib/model/inventory'
import { type ChangeNode, InventoryNodeAnswer, NodesWritten } from '@/lib/model/nodes-api'
import { type ApiFault, asChange, fetchAnswer, sendChange } from './fetcher'
import { LIVE, nodeUrl, OVERLAY_URL } from './use-api'

/** Writes nodes into the inventory. Throws `ApiFault`. */
export const addNodes = async (nodes: readonly InventoryNode[]): Promise<NodesWritten> => {
  const written = await sendChange(NodesWritten, '/api/v1/nodes', asChange('POST', { nodes }))
  await mutate(OVERLAY_URL)
  return written
}

/** A node as the inventory has it when the page is opened: what is being typed stays, whatever becomes of the file. */
export const useInventoryNode = (name: string): { data: InventoryNode | undefined; fault: ApiFault | undefined } => {
  const [opened] = useState(() => performance.now())
  const { data, error } = useSWR<InventoryNodeAnswer, ApiFault, [string, number]>(
    [`${nodeUrl(name)}/inventory`, opened],
    ([url]) => fetchAnswer(InventoryNodeAnswer, url),
    {
      ...LIVE,
      ...{ revalidateOnFocus: false, revalidateOnReconnect: false, keepPreviousData: false },
      shouldRetryOnError: ({ status }: ApiFault) => status === null,
    },
  )
  return { data: data?.node, fault: error }
}

/** Writes a node anew, which `was` so when it was read; it may get another name. Throws `ApiFault`. */
export const changeNode = async (name: string, node: InventoryNode, was: InventoryNode): Promise<NodesWritten> => {
  const written = await sendChange(NodesWritten, nodeUrl(name), asChange('PUT', { ...node, was } satisfies ChangeNode))
  await mutate(OVERLAY_URL)
  return written
}

/** Takes a node out of the inventory. Throws `ApiFault`. */
export const removeNode = async (name: string): Promise<NodesWritten> => {
  const written = await sendChange(NodesWritten, nodeUrl(name), asChange('DELETE'))
  await mutate(OVERLAY_URL)
  return written
}
