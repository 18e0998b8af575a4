import type { ServerChannel } from 'ssh2'
import { describe, expect, it, vi } from 'vitest'
import type { NodeError } from '@/lib/model/error'
import type { StreamHandlers } from './open-stream'
import { connectTo, errorOf, heldBytes, okOf, RUN } from './test-harness'
import { endWith } from './test-server'

/** Handlers that note what they are told. */
const noting = () => {
  const heard = { stdout: '', stderr: '', closed: [] as (NodeError | null)[] }
  const handlers: StreamHandlers = {
    onStdout: chunk => {
      heard.stdout += chunk
    },
    onStderr: chunk => {
      heard.stderr += chunk
    },
    onClose: reason => heard.closed.push(reason),
  }
  return { heard, handlers }
}

const echo = (channel: ServerChannel) => {
  channel.on('data', (chunk: Buffer) => channel.write(chunk))
  channel.on('end', () => endWith(channel, 'bye'))
}

/** Server options of a node that bears so many channels and no more. */
const bearing = (most: number, exec: (channel: ServerChannel, command: string) => void) => ({
  connected: (client: import('ssh2').Connection) => {
    let open = 0
    client.on('session', (accept, reject) => {
      if (open >= most) return reject()
      open++
      const session = accept()
      session.on('close', () => open--)
      session.on('exec', (take, _reject, { command }) => exec(take(), command))
    })
  },
})

describe('open', () => {
  it('carries what is written there and back while commands run beside it', async () => {
    const { connection } = await connectTo({
      exec: (channel, command) => (command === 'cat' ? echo(channel) : endWith(channel, 'ran')),
    })
    const { heard, handlers } = noting()
    const stream = okOf(await connection.open('cat', handlers))
    stream.write('one ')
    await vi.waitUntil(() => heard.stdout === 'one ')
    expect(okOf(await connection.run('x', RUN)).stdout).toBe('ran')
    stream.write('two ')
    stream.end()
    await vi.waitUntil(() => heard.closed.length > 0)
    expect(heard).toEqual({ stdout: 'one two bye', stderr: '', closed: [null] })
  })

  it('puts together a letter that two packets part', async () => {
    const [first, second] = [Buffer.from('é').subarray(0, 1), Buffer.from('é').subarray(1)]
    const { connection } = await connectTo({
      exec: channel => {
        channel.write(first)
        channel.stderr.write(first)
        channel.on('data', () => {
          channel.stderr.write(second)
          channel.write(second)
        })
      },
    })
    const { heard, handlers } = noting()
    const stream = okOf(await connection.open('x', handlers))
    stream.write('go')
    await vi.waitUntil(() => heard.stdout !== '' && heard.stderr !== '')
    expect([heard.stdout, heard.stderr]).toEqual(['é', 'é'])
  })

  it.each([
    ['a status', (channel: ServerChannel) => channel.exit(3), 'with status 3'],
    ['a signal', (channel: ServerChannel) => channel.exit('KILL'), 'by SIGKILL'],
    ['nothing', () => {}, 'without a status'],
  ])('says when its command ended with %s', async (_what, exit, words) => {
    const { connection } = await connectTo({
      exec: channel => {
        exit(channel)
        channel.end()
      },
    })
    const { heard, handlers } = noting()
    await connection.open('x', handlers)
    await vi.waitUntil(() => heard.closed.length > 0)
    expect(heard.closed).toMatchObject([{ code: 'exitStatus', message: expect.stringContaining(words) }])
  })

  it('ends with the connection, and says so once', async () => {
    const { server, connection } = await connectTo({ exec: () => {} })
    const { heard, handlers } = noting()
    const stream = okOf(await connection.open('x', handlers))
    for (const socket of server.sockets) socket.destroy()
    await vi.waitUntil(() => heard.closed.length > 0)
    stream.write('into the void')
    await stream.close()
    expect(heard.closed).toMatchObject([{ code: 'unreachable' }])
  })

  it('ends by keepalive when nobody answers any more', async () => {
    const { server, connection } = await connectTo(
      { exec: () => {} },
      { limits: { keepaliveMs: 30, keepaliveMisses: 2 } },
    )
    const { heard, handlers } = noting()
    await connection.open('x', handlers)
    for (const socket of server.sockets) socket.pause()
    await vi.waitUntil(() => heard.closed.length > 0, { timeout: 4_000 })
    expect(heard.closed).toMatchObject([{ code: 'unreachable' }])
  })

  it('is closed by us without a reason, and its channel with it', async () => {
    let gone = false
    const { connection } = await connectTo({
      exec: channel => {
        channel.on('close', () => {
          gone = true
        })
      },
    })
    const { heard, handlers } = noting()
    const stream = okOf(await connection.open('x', handlers))
    await stream.close()
    await vi.waitUntil(() => gone)
    expect([heard.closed, connection.status]).toEqual([[null], 'connected'])
  })

  it('keeps nothing of what it passes on', async () => {
    const chunk = Buffer.alloc(32_768, 'x')
    const { connection } = await connectTo({
      exec: channel => {
        let left = 2_000
        const pour = () => {
          while (left-- > 0) if (!channel.write(chunk)) return channel.once('drain', pour)
          endWith(channel, '')
        }
        pour()
      },
    })
    let [characters, ended] = [0, false]
    const before = heldBytes()
    let [most, chunks] = [0, 0]
    await connection.open('x', {
      onStdout: text => {
        characters += text.length
        chunks += 1
        if (chunks % 100 === 0) most = Math.max(most, heldBytes() - before)
      },
      onStderr: () => {},
      onClose: () => {
        ended = true
      },
    })
    await vi.waitUntil(() => ended, { timeout: 20_000 })
    expect(characters).toBe(2_000 * 32_768)
    // Of 65 MB; what is in flight and not collected yet is some 10.
    expect(most).toBeLessThan(20_000_000)
  })
})

describe('few channels', () => {
  it('leaves the last one to commands', async () => {
    const { connection } = await connectTo(
      { exec: (channel, command) => (command === 'stay' ? channel.write('.') : endWith(channel, 'ran')) },
      { limits: { maxChannels: 2 } },
    )
    okOf(await connection.open('stay', noting().handlers))
    expect(errorOf(await connection.open('stay', noting().handlers)).code).toBe('channelRefused')
    expect(okOf(await connection.run('x', RUN)).stdout).toBe('ran')
  })

  it('gives a slot back when a stream has ended', async () => {
    const { connection } = await connectTo({ exec: channel => channel.write('.') }, { limits: { maxChannels: 2 } })
    const stream = okOf(await connection.open('stay', noting().handlers))
    await stream.close()
    okOf(await connection.open('stay', noting().handlers))
  })

  it('ends the newest stream where the server bears no command beside them', async () => {
    const { connection } = await connectTo(
      bearing(2, (channel, command) => (command === 'stay' ? channel.resume().write('.') : endWith(channel, 'ran'))),
    )
    const [older, newer] = [noting(), noting()]
    okOf(await connection.open('stay', older.handlers))
    okOf(await connection.open('stay', newer.handlers))
    expect(okOf(await connection.run('x', RUN)).stdout).toBe('ran')
    expect(newer.heard.closed).toMatchObject([{ code: 'channelRefused' }])
    expect(older.heard.closed).toEqual([])
  })

  it('is channelRefused where the server opens no more sessions', async () => {
    const { connection } = await connectTo(bearing(1, channel => channel.resume().write('.')))
    okOf(await connection.open('stay', noting().handlers))
    expect(errorOf(await connection.open('stay', noting().handlers)).code).toBe('channelRefused')
  })
})
