import type { NodeError } from '@/lib/model/error'
import type { InventoryNode } from '@/lib/model/inventory'
import type { Result } from '@/lib/model/result'
import type { SshConnection } from '@/lib/ssh'
import type { ReadLimits } from './limits'
import type { ParseAnswers } from './parse/parser'
import type { ReaderKind } from './reader'
import type { NodeSink } from './store'

/** Gives a connection to a node, or says what in its inventory entry makes that impossible. */
export type Connect = (node: InventoryNode) => Promise<Result<{ connection: SshConnection; host: string }, NodeError>>

export interface FollowOptions {
  /** Between two readings of a node that can only be polled. */
  pollIntervalMs: () => number
  limits: ReadLimits
  parse: ParseAnswers
  /** ms since 1970. */
  now: () => number
  /** In [0, 1): jitter of reconnects. */
  random: () => number
  /** Gets what should never happen: a mistake of ours. */
  report: (cause: unknown) => void
  /** Told of each reading: how long it took in ms, and the error where it failed. */
  onReading?: (ms: number, error: NodeError | null) => void
  signal: AbortSignal
  sink: NodeSink
}

/** How following one connection ended. */
export interface End {
  /** `null`: we were told to stop. */
  error: NodeError | null
  /** So many went well before. */
  readings: number
  /** How the node was asked at last; `null` when it was never known what it is. */
  kind: ReaderKind | null
}
