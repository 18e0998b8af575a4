import type { NodeError } from '@/lib/model/error'
import type { InventoryNode } from '@/lib/model/inventory'
import type { NodeStatus } from '@/lib/model/overlay'
import type { Profile, Reading } from '@/lib/model/reading'
import { EMPTY_SEEN, type FdbSeen, type NodeInput, trackFdb } from '@/lib/overlay'

/** All that is known of one node at this moment. Replaced, never changed in place. */
export interface NodeView {
  node: InventoryNode
  /** Address that SSH really goes to, once ssh config has had its say. */
  host: string
  status: NodeStatus
  error: NodeError | null
  profile: Profile | null
  /** The last reading, kept when the node fails: then it is stale. */
  reading: Reading | null
  seen: FdbSeen
}

/** A node's view before anybody has tried to reach it. */
export const newView = (node: InventoryNode): NodeView => ({
  node,
  host: node.host ?? node.name,
  status: 'connecting',
  error: null,
  profile: null,
  reading: null,
  seen: EMPTY_SEEN,
})

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

export const afterReading = (view: NodeView, reading: Reading): NodeView => ({
  ...view,
  status: 'connected',
  error: null,
  profile: reading.profile,
  reading,
  seen: trackFdb(view.seen, view.node.name, reading),
})

/** The last reading stays as it was: a node that fails tells nothing about its entries. */
export const afterFailure = (view: NodeView, error: NodeError): NodeView => ({
  ...view,
  status: STATUS_AFTER[error.code],
  error,
})

export const overlayInput = ({ node, host, status, error, profile, reading, seen }: NodeView): NodeInput => ({
  name: node.name,
  host,
  tags: node.tags ?? [],
  status,
  error,
  profile,
  reading,
  watch: 'poll',
  missed: 0,
  seen,
})
