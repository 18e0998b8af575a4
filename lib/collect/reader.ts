import type { NodeError } from '@/lib/model/error'
import type { Result } from '@/lib/model/result'
import type { Answer, Query } from '@/lib/platform'
import type { ReadLimits } from './limits'

/** How a node is asked, the cheapest for it first: kept `ip` and `bridge`, a kept shell, a new shell each time. */
export type ReaderKind = 'batch' | 'shell' | 'exec'

/** Asks one node, one reading at a time. */
export interface Reader {
  readonly kind: ReaderKind
  /** All answers, in the order of the queries, or why there are none. Bounded by `limits`; never throws. */
  ask(queries: readonly Query[], limits: ReadLimits): Promise<Result<Answer[], NodeError>>
  /** Ends what it keeps on the node; the connection stays. */
  close(): Promise<void>
}
