import type { NodeError } from '@/lib/model/error'
import { fail, ok, type Result } from '@/lib/model/result'
import {
  type Answer,
  type BatchProgram,
  batchCommand,
  batchLine,
  deviceSet,
  failedLines,
  type Query,
} from '@/lib/platform'
import type { SshConnection } from '@/lib/ssh'
import { type AskStream, openAskStream } from './ask-stream'
import type { ReadLimits } from './limits'

/** A kept `ip` and a kept `bridge`, started together and ended together. */
export interface Batches {
  /** Each query must be one that `batchLine` knows for this program. With `ip`, the devices are always asked. */
  ask(program: BatchProgram, queries: readonly Query[], limits: ReadLimits): Promise<Result<Answer[], NodeError>>
  /** Queries that a batch said it could not answer. */
  refused(): Query[]
  /** Whether indices and names of the devices are other than at the start, in any answer that tells them. */
  changed(): boolean
  close(): Promise<void>
}

/** Its answer names every device of the namespace. */
const DEVICES: Query = { id: 'devices', argv: ['ip', '-j', '-d', 'link', 'show'] }
const NAMES_DEVICES = new Set(['link show\n', 'addr show\n'])

const lineOf = (query: Query): string => batchLine(query)?.line ?? ''

/** Each with its line end: parts of the text, not copies. */
const linesOf = (text: string): string[] => {
  const lines: string[] = []
  for (let at = 0; at < text.length; ) {
    const end = text.indexOf('\n', at) + 1 || text.length
    lines.push(text.slice(at, end))
    at = end
  }
  return lines
}

const unreadable: NodeError = {
  code: 'unreadable',
  message: 'a kept ip names no device',
  hint: 'This release of iproute2 is asked by a shell instead.',
}

const open = (connection: SshConnection, program: BatchProgram) =>
  openAskStream(connection, batchCommand(program), stderr => failedLines(stderr).length > 0)

/**
 * Starts both, and asks which devices there are before `bridge` is asked anything: names it looks up later are right as long as
 * that stays.
 */
export const startBatches = async (
  connection: SshConnection,
  limits: ReadLimits,
): Promise<Result<Batches, NodeError>> => {
  const [ip, bridge] = await Promise.all([open(connection, 'ip'), open(connection, 'bridge')])
  const close = async () => {
    await Promise.all([ip, bridge].map(stream => stream.ok && stream.value.close()))
  }
  if (!ip.ok || !bridge.ok) {
    await close()
    return ip.ok ? (bridge.ok ? fail(unreadable) : bridge) : ip
  }
  const batches = new KeptBatches({ ip: ip.value, bridge: bridge.value }, close)
  const first = await batches.ask('ip', [DEVICES], limits)
  if (first.ok && batches.started) return ok(batches)
  await close()
  return first.ok ? fail(unreadable) : first
}

class KeptBatches implements Batches {
  /** Devices at the start. */
  started: string | null = null
  private different = false
  /** The lines that a batch was fed last, by the number it counts them with: a complaint may come after the answer. */
  private readonly fed: Record<BatchProgram, { before: number; lines: Query[] }> = {
    ip: { before: 0, lines: [] },
    bridge: { before: 0, lines: [] },
  }

  constructor(
    private readonly streams: Record<BatchProgram, AskStream>,
    readonly close: () => Promise<void>,
  ) {}

  async ask(program: BatchProgram, queries: readonly Query[], limits: ReadLimits) {
    const asked =
      program === 'ip' && !queries.some(query => lineOf(query) === lineOf(DEVICES)) ? [DEVICES, ...queries] : queries
    if (asked.length === 0) return ok([])
    const fed = this.fed[program]
    // The last question's lines stay known, those before it are forgotten.
    this.fed[program] = { before: fed.before + fed.lines.length, lines: [...asked] }
    const output = await this.streams[program].ask(asked.map(lineOf).join(''), '\n', asked.length, limits)
    if (!output.ok) return output
    const lines = linesOf(output.value)
    const answers = asked.map((query, at): Answer => ({ query, status: 0, stdout: lines[at] ?? '', stderr: '' }))
    for (const answer of answers) this.compare(answer)
    return ok(answers)
  }

  refused(): Query[] {
    return (['ip', 'bridge'] as const).flatMap(program => {
      const { before, lines } = this.fed[program]
      return failedLines(this.streams[program].stderr()).flatMap(number => lines[number - 1 - before] ?? [])
    })
  }

  changed() {
    return this.different
  }

  private compare({ query, stdout }: Answer) {
    if (!NAMES_DEVICES.has(lineOf(query))) return
    const devices = deviceSet(stdout)
    this.started ??= devices
    if (devices !== this.started) this.different = true
  }
}
