import type { NodeError } from '@/lib/model/error'
import type { InventoryNode } from '@/lib/model/inventory'
import type { NodeStatus } from '@/lib/model/overlay'
import type { NodeShell } from '@/lib/overlay'

/** What a failure says about the SSH session: it could not be had, it was refused, or it stands and the answer was bad. */
const STATUS_AFTER: Record<NodeError['code'], NodeStatus> = {
  unreachable: 'unreachable',
  timeout: 'unreachable',
  auth: 'refused',
  hostKeyUnknown: 'refused',
  hostKeyChanged: 'refused',
  config: 'refused',
  channelRefused: 'connected',
  commandMissing: 'connected',
  exitStatus: 'connected',
  outputTooLarge: 'connected',
  unreadable: 'connected',
}

export const statusAfter = ({ code }: NodeError): NodeStatus => STATUS_AFTER[code]

/** What is known of a node before anybody has tried to reach it. */
export const newShell = (node: InventoryNode): NodeShell => ({
  name: node.name,
  host: node.host ?? node.name,
  tags: node.tags ?? [],
  status: 'connecting',
  error: null,
  profile: null,
  watch: 'none',
  missed: 0,
})
