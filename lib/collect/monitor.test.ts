import { describe, expect, it } from 'vitest'
import type { NodeError } from '@/lib/model/error'
import { WATCHING } from '@/lib/platform'
import type { SshConnection, StreamHandlers } from '@/lib/ssh'
import { startMonitor } from './monitor'

/** A connection whose streams are played by the test. */
const played = () => {
  const streams: StreamHandlers[] = []
  const connection: SshConnection = {
    status: 'connected',
    ready: async () => ({ ok: true, value: { by: null } }),
    run: async () => ({ ok: false, error: { code: 'channelRefused', message: 'streams only', hint: '' } }),
    openBytes: async () => ({ ok: false, error: { code: 'channelRefused', message: 'no bytes here', hint: '' } }),
    open: async (_command, handlers) => {
      streams.push(handlers)
      return { ok: true, value: { write() {}, end() {}, close: async () => handlers.onClose(null) } }
    },
    close: async () => {},
  }
  const heard = { lines: [] as string[], overflows: 0, ends: [] as NodeError[] }
  const started = startMonitor(connection, 'fdb', {
    onLine: line => heard.lines.push(line),
    onOverflow: () => heard.overflows++,
    onEnd: error => heard.ends.push(error),
  })
  const [stream] = streams
  if (!stream) throw new Error('no stream was opened')
  return { stream, heard, started }
}

describe('startMonitor', () => {
  it('gives whole lines, wherever packets part them', async () => {
    const { stream, heard, started } = played()
    stream.onStderr(`${WATCHING}\n`)
    await started
    stream.onStdout('02:00:00:00:00:aa dev vx')
    stream.onStdout('lan0 self\n\n02:00:00:00:00:bb dev vxlan0 self\n')
    expect(heard.lines).toEqual(['02:00:00:00:00:aa dev vxlan0 self', '02:00:00:00:00:bb dev vxlan0 self'])
  })

  it('tells of lost events and goes on', async () => {
    const { stream, heard, started } = played()
    stream.onStderr(`${WATCHING}\nnetlink receive error No buffer space`)
    stream.onStderr(' available (105)\n')
    await started
    stream.onStdout('02:00:00:00:00:aa dev vxlan0 self\n')
    expect([heard.overflows, heard.lines.length, heard.ends]).toEqual([1, 1, []])
  })

  it('fails with what the node said where there is no monitor', async () => {
    const { stream, started, heard } = played()
    stream.onStderr('Object "monitor" is unknown, try "bridge help".\n')
    stream.onClose({ code: 'exitStatus', message: 'ended with status 255', hint: '' })
    expect(await started).toMatchObject({
      ok: false,
      error: { code: 'exitStatus', message: expect.stringMatching(/^Object/) },
    })
    expect(heard.ends).toEqual([])
  })

  it('ends when a line has no end, and says nothing more', async () => {
    const { stream, heard, started } = played()
    stream.onStderr(`${WATCHING}\n`)
    await started
    stream.onStdout('x'.repeat(100_000))
    stream.onStdout('\nmore\n')
    expect(heard.ends.map(({ code }) => code)).toEqual(['outputTooLarge'])
    expect(heard.lines).toEqual([])
  })

  it('says nothing of its end when it was closed', async () => {
    const { stream, heard, started } = played()
    stream.onStderr(`${WATCHING}\n`)
    const monitor = await started
    if (monitor.ok) await monitor.value.close()
    expect(heard.ends).toEqual([])
  })
})
