import type { NodeError } from '@/lib/model/error'
import { fail, ok, type Result } from '@/lib/model/result'
import { type Answer, type BatchProgram, batchLine, type Query } from '@/lib/platform'
import type { SshConnection } from '@/lib/ssh'
import { type Batches, startBatches } from './batches'
import { createExecReader } from './exec-reader'
import { lessTime, type ReadLimits, trialLimits } from './limits'
import type { Reader } from './reader'

/** Devices may come and go while the batches are started anew; so often is tried before a shell is asked. */
const TRIES = 3

/** Small, and the same each time. `bridge` would keep the filter for every later question (static in bridge/fdb.c of iproute2). */
const TRIALS: Record<BatchProgram, Query> = {
  ip: { id: 'ip', argv: ['ip', '-j', '-d', 'link', 'show', 'dev', 'lo'] },
  bridge: { id: 'bridge', argv: ['bridge', '-j', '-s', '-d', 'fdb', 'show', 'dev', 'lo'] },
}

const differs: NodeError = {
  code: 'unreadable',
  message: 'a kept ip or bridge answers otherwise than one that is started for the question',
  hint: 'This release of iproute2 is asked by a shell instead.',
}

/**
 * Kept `ip -batch` and `bridge -batch`, where this node's release has them and they answer as the programs do when started
 * for the question. `others` is asked what they can't be.
 */
export const openBatchReader = async (
  connection: SshConnection,
  limits: ReadLimits,
  others: () => Promise<Reader>,
): Promise<Result<Reader, NodeError>> => {
  const reader = new BatchReader(connection, others)
  const within = trialLimits(limits)
  const queries = [TRIALS.ip, TRIALS.bridge]
  const [kept, started] = await Promise.all([
    reader.tryOut(queries, within),
    createExecReader(connection).ask(queries, within),
  ])
  if (!kept.ok) return kept
  if (!started.ok) return started
  return started.value.every((answer, at) => sameAnswer(answer, kept.value[at])) ? ok(reader) : fail(differs)
}

const sameAnswer = ({ status, stdout }: Answer, kept: Answer | undefined): boolean =>
  status === 0 && stdout.trim() === kept?.stdout.trim()

/** Its program, object and verb: of many routes without a way, the first is enough. */
const kindOf = (query: Query): string => {
  const batch = batchLine(query)
  return batch ? [batch.program, ...batch.line.trim().split(' ').slice(0, 2)].join(' ') : ''
}

/** `again`: the batches have to be started anew, and what they said is thrown away. */
type Outcome = Result<Answer[], NodeError> | 'again'

class BatchReader implements Reader {
  readonly kind = 'batch'
  private batches: Batches | null = null
  private other: Reader | null = null
  /** Kinds of query of which a batch has refused one: asked elsewhere, since a refusal costs both batches. */
  private readonly unfit = new Set<string>()

  constructor(
    private readonly connection: SshConnection,
    private readonly others: () => Promise<Reader>,
  ) {}

  async ask(queries: readonly Query[], limits: ReadLimits): Promise<Result<Answer[], NodeError>> {
    const start = performance.now()
    for (let tries = 0; tries < TRIES; tries++) {
      const left = lessTime(limits, performance.now() - start)
      const outcome = await this.once(queries, left)
      if (outcome !== 'again') return outcome
      await this.stop()
    }
    return this.askOthers(queries, lessTime(limits, performance.now() - start))
  }

  /** Once, and nothing is kept of it. */
  async tryOut(queries: readonly Query[], limits: ReadLimits): Promise<Result<Answer[], NodeError>> {
    const outcome = await this.once(queries, limits)
    await this.close()
    return outcome === 'again' ? fail(differs) : outcome
  }

  async close() {
    await Promise.all([this.stop(), this.other?.close()])
    this.other = null
  }

  private async stop() {
    const { batches } = this
    this.batches = null
    await batches?.close()
  }

  private async once(queries: readonly Query[], limits: ReadLimits): Promise<Outcome> {
    const start = performance.now()
    if (!this.batches) {
      const started = await startBatches(this.connection, limits)
      if (!started.ok) return started
      this.batches = started.value
    }
    const { batches } = this
    const parts: Record<BatchProgram | 'other', Query[]> = { ip: [], bridge: [], other: [] }
    for (const query of queries) parts[this.placeOf(query)].push(query)
    const [bridge, other] = await Promise.all([
      batches.ask('bridge', parts.bridge, lessTime(limits, performance.now() - start)),
      this.askOthers(parts.other, limits),
    ])
    // Devices are asked after the entries: had one changed its name before they were read, this shows it.
    const ip = await batches.ask('ip', parts.ip, lessTime(limits, performance.now() - start))
    const refused = batches.refused()
    for (const query of refused) this.unfit.add(kindOf(query))
    if (refused.length > 0) return 'again'
    if (!other.ok) return other
    if (!bridge.ok) return bridge
    if (!ip.ok) return ip
    if (batches.changed()) return 'again'
    const answers = new Map([...bridge.value, ...other.value, ...ip.value].map(answer => [answer.query, answer]))
    return ok(queries.flatMap(query => answers.get(query) ?? []))
  }

  private placeOf(query: Query): BatchProgram | 'other' {
    return this.unfit.has(kindOf(query)) ? 'other' : (batchLine(query)?.program ?? 'other')
  }

  private async askOthers(queries: readonly Query[], limits: ReadLimits): Promise<Result<Answer[], NodeError>> {
    if (queries.length === 0) return ok([])
    this.other ??= await this.others()
    const answers = await this.other.ask(queries, limits)
    if (!answers.ok) this.other = null
    return answers
  }
}
