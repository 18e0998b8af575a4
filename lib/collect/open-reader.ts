import type { NodeError } from '@/lib/model/error'
import type { Profile } from '@/lib/model/reading'
import type { Result } from '@/lib/model/result'
import type { Answer, Query } from '@/lib/platform'
import type { SshConnection } from '@/lib/ssh'
import { openBatchReader } from './batch-reader'
import { createExecReader } from './exec-reader'
import type { ReadLimits } from './limits'
import type { Reader, ReaderKind } from './reader'
import { openShellReader } from './shell-reader'

export interface ReaderOptions {
  limits: ReadLimits
  /** Ways that have failed on this node. */
  skip?: ReadonlySet<ReaderKind>
}

/**
 * The cheapest way of asking that works on this node; each is tried out before it is used. A way that breaks later is given up
 * for the next: exec is the last, and its errors are the ones a user sees.
 */
export const openReader = async (
  connection: SshConnection,
  profile: Profile,
  { limits, skip = new Set() }: ReaderOptions,
): Promise<Reader> => {
  const below = async (kind: 'batch' | 'shell'): Promise<Reader> => {
    const shell = kind === 'batch' && !skip.has('shell') ? await openShellReader(connection, limits) : null
    return shell?.ok ? shell.value : createExecReader(connection)
  }
  const batchable = profile.ipJson && profile.bridgeJson && !skip.has('batch')
  const batch = batchable ? await openBatchReader(connection, limits, () => below('batch')) : null
  return new FallingReader(batch?.ok ? batch.value : await below('batch'), below)
}

/** What tells against the way of asking, not against the node or the connection. */
const breaks = ({ code }: NodeError): boolean =>
  code === 'exitStatus' || code === 'unreadable' || code === 'channelRefused'

class FallingReader implements Reader {
  constructor(
    private current: Reader,
    private readonly below: (kind: 'batch' | 'shell') => Promise<Reader>,
  ) {}

  get kind() {
    return this.current.kind
  }

  async ask(queries: readonly Query[], limits: ReadLimits): Promise<Result<Answer[], NodeError>> {
    for (;;) {
      const answers = await this.current.ask(queries, limits)
      const { kind } = this.current
      if (answers.ok || kind === 'exec' || !breaks(answers.error)) return answers
      await this.current.close()
      this.current = await this.below(kind)
    }
  }

  close() {
    return this.current.close()
  }
}
