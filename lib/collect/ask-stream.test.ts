import { describe, expect, it } from 'vitest'
import type { ByteHandlers, SshConnection, StreamHandlers } from '@/lib/ssh'
import { openAskStream } from './ask-stream'

const LIMITS = { timeoutMs: 5_000, maxBytes: 1_000 }

const inBytes = ({ onStdout, onStderr, onClose }: ByteHandlers): StreamHandlers => ({
  onStdout: text => onStdout(Buffer.from(text)),
  onStderr: text => onStderr(Buffer.from(text)),
  onClose,
})

/** A kept command that answers each text it is fed by this. */
const open = async (
  answer: (text: string, stream: StreamHandlers, bytes: ByteHandlers) => void,
  complains?: (stderr: string) => boolean,
) => {
  let closed = 0
  const connection: SshConnection = {
    status: 'connected',
    ready: async () => ({ ok: true, value: { by: null } }),
    run: async () => ({ ok: false, error: { code: 'channelRefused', message: 'streams only', hint: '' } }),
    open: async () => ({ ok: false, error: { code: 'channelRefused', message: 'bytes only', hint: '' } }),
    openBytes: async (_command, handlers) => ({
      ok: true,
      value: {
        write: text => setImmediate(() => answer(text, inBytes(handlers), handlers)),
        end() {},
        close: async () => void closed++,
      },
    }),
    close: async () => {},
  }
  const stream = await openAskStream(connection, 'x', complains)
  if (!stream.ok) throw new Error(stream.error.message)
  return { stream: stream.value, closed: () => closed }
}

describe('ask', () => {
  it('gives an answer that comes in pieces, and then the next', async () => {
    const { stream } = await open((text, { onStdout }) => {
      onStdout(`${text} o`)
      onStdout('ne\ntw')
      onStdout('o\n')
    })
    expect(await stream.ask('a', '\n', 2, LIMITS)).toEqual({ ok: true, value: 'a one\ntwo\n' })
    expect(await stream.ask('b', '\n', 2, LIMITS)).toEqual({ ok: true, value: 'b one\ntwo\n' })
  })

  it('gives characters that come in two pieces as they are, also of a long answer', async () => {
    const long = `${'x'.repeat(1 << 20)}ü`
    const bytes = Buffer.from(`${long}\n`)
    const { stream } = await open((_text, _said, { onStdout }) => {
      onStdout(bytes.subarray(0, (1 << 20) + 1))
      onStdout(bytes.subarray((1 << 20) + 1))
    })
    expect(await stream.ask('a', '\n', 1, { ...LIMITS, maxBytes: 1 << 22 })).toEqual({ ok: true, value: `${long}\n` })
  })

  it.each<[string, string, (stream: StreamHandlers) => void]>([
    ['timeout', 'nothing comes', () => {}],
    ['outputTooLarge', 'too much comes', ({ onStdout }) => onStdout('x'.repeat(1_001))],
    ['unreadable', 'more comes than was asked', ({ onStdout }) => onStdout('one\ntwo\nthree\n')],
    ['unreadable', 'it complains', ({ onStderr }) => onStderr('no such question\n')],
    ['exitStatus', 'it ends', ({ onClose }) => onClose(null)],
  ])('fails as %s when %s, and is never asked again', async (code, _when, answer) => {
    const { stream } = await open(
      (_text, handlers) => answer(handlers),
      stderr => stderr.includes('no such'),
    )
    const first = await stream.ask('a', '\n', 2, { ...LIMITS, timeoutMs: 50 })
    expect(first).toMatchObject({ ok: false, error: { code } })
    expect(await stream.ask('b', '\n', 2, LIMITS)).toMatchObject({ ok: false, error: { code } })
  })

  it('closes what it gives up', async () => {
    const { stream, closed } = await open((_text, { onStdout }) => onStdout('x'.repeat(2_000)))
    await stream.ask('a', '\n', 1, LIMITS)
    expect(closed()).toBe(1)
  })
})
