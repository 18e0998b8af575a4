import { StringDecoder } from 'node:string_decoder'
import type { NodeError } from '@/lib/model/error'
import { fail, ok, type Result } from '@/lib/model/result'
import type { SshConnection, SshStream } from '@/lib/ssh'
import type { ReadLimits } from './limits'

/** A command that stays and is asked again and again, one question at a time. */
export interface AskStream {
  /**
   * Writes a question and gives what was printed up to the `count`th `separator`. Too much, too late, or the end of the command
   * are errors, and the stream is closed then: what would still come belongs to no question.
   */
  ask(text: string, separator: '\n' | '\0', count: number, limits: ReadLimits): Promise<Result<string, NodeError>>
  /** What it has printed on stderr so far, its first 64 KiB. */
  stderr(): string
  close(): Promise<void>
}

interface Pending {
  separator: string
  missing: number
  /** What has come since `text` was made, and all that has come. */
  chunks: Buffer[]
  bytes: number
  gathered: number
  text: string[]
  decoder: StringDecoder
  maxBytes: number
  settle(result: Result<string, NodeError>): void
}

const STDERR_BYTES = 64 * 1024

/** Bytes that are made text at once: it leaves less garbage than doing so with each packet, and holds the loop for a few ms only. */
const PIECE = 1 << 20

const nothingYet = () => ({ chunks: [], bytes: 0, gathered: 0, text: [], decoder: new StringDecoder('utf8') })

const decode = (pending: Pending): void => {
  pending.text.push(pending.decoder.write(Buffer.concat(pending.chunks, pending.gathered)))
  pending.chunks = []
  pending.gathered = 0
}

/** Starts such a command. `complains` tells by its stderr that a question will not be answered. */
export const openAskStream = async (
  connection: SshConnection,
  command: string,
  complains: (stderr: string) => boolean = () => false,
): Promise<Result<AskStream, NodeError>> => {
  const asked = new Asked(complains)
  const opened = await connection.openBytes(command, {
    onStdout: chunk => asked.heard(chunk),
    onStderr: chunk => asked.complained(chunk),
    onClose: reason => asked.closed(reason ?? ended),
  })
  if (!opened.ok) return opened
  asked.stream = opened.value
  return ok(asked)
}

class Asked implements AskStream {
  stream: SshStream | null = null
  private over: NodeError | null = null
  private pending: Pending | null = null
  private said: Buffer = Buffer.alloc(0)

  constructor(private readonly complains: (stderr: string) => boolean) {}

  async ask(text: string, separator: '\n' | '\0', count: number, { timeoutMs, maxBytes }: ReadLimits) {
    if (this.over) return fail(this.over)
    let timer: NodeJS.Timeout | undefined
    const result = await new Promise<Result<string, NodeError>>(resolve => {
      this.pending = { separator, missing: count, ...nothingYet(), maxBytes, settle: resolve }
      timer = setTimeout(() => this.giveUp(tooLate(timeoutMs, this.pending?.bytes ?? 0)), timeoutMs)
      this.stream?.write(text)
    })
    clearTimeout(timer)
    this.pending = null
    return result
  }

  stderr() {
    return this.said.toString('utf8')
  }

  async close() {
    this.closed(ended)
    await this.stream?.close()
  }

  heard(chunk: Buffer) {
    const { pending } = this
    if (!pending || pending.missing === 0) return this.giveUp(unasked)
    let end = 0
    for (let at = chunk.indexOf(pending.separator); at >= 0; at = chunk.indexOf(pending.separator, end)) {
      end = at + 1
      pending.missing--
      if (pending.missing === 0) break
    }
    pending.chunks.push(chunk)
    pending.bytes += chunk.length
    pending.gathered += chunk.length
    if (pending.gathered >= PIECE) decode(pending)
    if (pending.bytes > pending.maxBytes) return this.giveUp(tooMuch(pending.maxBytes))
    if (pending.missing > 0) return
    if (end < chunk.length) return this.giveUp(unasked)
    decode(pending)
    pending.settle(ok(pending.text.join('')))
  }

  complained(chunk: Buffer) {
    this.said = Buffer.concat([this.said, chunk]).subarray(0, STDERR_BYTES)
    if (this.complains(this.stderr())) this.giveUp(complaint)
  }

  closed(reason: NodeError) {
    this.over ??= reason
    this.pending?.settle(fail(this.over))
  }

  private giveUp(error: NodeError) {
    this.closed(error)
    void this.stream?.close()
  }
}

const ended: NodeError = {
  code: 'exitStatus',
  message: 'a command that should stay ended',
  hint: 'It was killed on the node, or a login script ends it.',
}

const unasked: NodeError = {
  code: 'unreadable',
  message: 'a command that answers questions printed something that nobody asked for',
  hint: 'A login script prints, or the answer holds a line end where it should not.',
}

const complaint: NodeError = {
  code: 'unreadable',
  message: 'a batch of ip or bridge has refused a question',
  hint: 'The same question is asked by a command of its own.',
}

const tooLate = (timeoutMs: number, bytes: number): NodeError => ({
  code: 'timeout',
  message: `the answer was not complete within ${timeoutMs / 1000} s (${bytes} bytes came)`,
  hint: 'The node is overloaded, the way to it is slow, or a command hangs there.',
})

const tooMuch = (maxBytes: number): NodeError => ({
  code: 'outputTooLarge',
  message: `the answer is longer than ${maxBytes} bytes; reading was stopped`,
  hint: 'A table larger than expected, or a login script that prints without end.',
})
