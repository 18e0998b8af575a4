import type { ServerChannel } from 'ssh2'
import { describe, expect, it, vi } from 'vitest'
import { connectTo, errorOf, heldBytes, okOf, RUN } from './test-harness'
import { endWith } from './test-server'

describe('run', () => {
  it('gives output, error output and status, and keeps the connection', async () => {
    const { server, connection } = await connectTo({
      exec: (channel, command) => {
        channel.stderr.write('careful')
        endWith(channel, `ran ${command}`, 3)
      },
    })
    expect(connection.status).toBe('idle')
    const output = okOf(await connection.run('ip link', RUN))
    expect(output).toEqual({ stdout: 'ran ip link', stderr: 'careful', status: 3, signal: null, truncated: false })
    expect(connection.status).toBe('connected')
    await connection.run('again', RUN)
    expect(server.logins()).toBe(1)
  })

  it('feeds stdin and ends it', async () => {
    const { connection } = await connectTo({
      exec: channel => {
        const chunks: Buffer[] = []
        channel.on('data', (chunk: Buffer) => chunks.push(chunk))
        channel.on('end', () => endWith(channel, Buffer.concat(chunks)))
      },
    })
    const script = 'x'.repeat(300_000)
    expect(okOf(await connection.run('cat', { ...RUN, stdin: script })).stdout).toBe(script)
  })

  it('tells the signal that ended a command', async () => {
    const { connection } = await connectTo({
      exec: channel => {
        channel.exit('KILL')
        channel.end()
      },
    })
    expect(okOf(await connection.run('x', RUN))).toMatchObject({ status: null, signal: 'SIGKILL' })
  })

  it('keeps only the first 64 KiB of error output', async () => {
    const { connection } = await connectTo({
      exec: channel => {
        channel.stderr.write('e'.repeat(200_000))
        endWith(channel, 'done')
      },
    })
    const output = okOf(await connection.run('x', RUN))
    expect([output.stdout, output.stderr.length]).toEqual(['done', 65_536])
  })

  it('logs in once for many commands, and holds no more channels than it may', async () => {
    let [open, most] = [0, 0]
    const { server, connection } = await connectTo(
      {
        exec: channel => {
          most = Math.max(most, ++open)
          setImmediate(() => {
            open--
            endWith(channel, 'ok')
          })
        },
      },
      { limits: { maxChannels: 3 } },
    )
    const outputs = await Promise.all(Array.from({ length: 20 }, () => connection.run('x', RUN)))
    expect(outputs.map(output => okOf(output).stdout)).toEqual(Array.from({ length: 20 }, () => 'ok'))
    expect([server.logins(), most]).toEqual([1, 3])
  })
})

describe('a command that goes wrong', () => {
  it('ends one that drips, as a whole, and keeps the connection', async () => {
    let open = 0
    const { connection } = await connectTo({
      exec: channel => {
        open++
        const timer = setInterval(() => channel.write('.'), 20)
        channel.on('close', () => {
          clearInterval(timer)
          open--
        })
      },
    })
    expect(errorOf(await connection.run('x', { ...RUN, timeoutMs: 150 }))).toMatchObject({
      code: 'timeout',
      message: expect.stringMatching(/within 150 ms \(\d+ bytes came\)/),
    })
    await vi.waitUntil(() => open === 0)
    expect(connection.status).toBe('connected')
  })

  it('drops the connection when the channel does not close after that', async () => {
    const { server, connection } = await connectTo({ exec: () => {} }, { limits: { lingerMs: 100 } })
    const stuck = [...server.sockets]
    expect(stuck).toEqual([])
    const run = connection.run('x', { ...RUN, timeoutMs: 100 })
    await vi.waitUntil(() => connection.status === 'connected')
    for (const socket of server.sockets) socket.pause()
    expect(errorOf(await run).code).toBe('timeout')
    await vi.waitUntil(() => connection.status === 'idle', { timeout: 4_000 })
  })

  it('stops reading 50 MB at the limit, with memory bounded', async () => {
    const { connection } = await connectTo({ exec: flood(50_000_000) })
    const before = heldBytes()
    let most = 0
    const watch = setInterval(() => {
      most = Math.max(most, heldBytes() - before)
    }, 20)
    const failed = errorOf(await connection.run('x', RUN))
    clearInterval(watch)
    expect(failed).toMatchObject({ code: 'outputTooLarge', message: expect.stringContaining('1000000 bytes') })
    expect(most).toBeLessThan(20_000_000)
  })

  it('reads all of an output below the limit', async () => {
    const { connection } = await connectTo({ exec: flood(8_000_000) })
    const output = okOf(await connection.run('x', { ...RUN, timeoutMs: 20_000, maxBytes: 10_000_000 }))
    expect(output.stdout.length).toBe(8_000_000)
  })

  it('says that the connection closed in the middle', async () => {
    const { connection } = await connectTo({
      exec: (channel, _command, client) => {
        channel.write('half')
        setImmediate(() => client.end())
      },
    })
    expect(errorOf(await connection.run('x', RUN))).toMatchObject({
      code: 'unreachable',
      message: expect.stringContaining('connection closed while a command ran'),
    })
    expect(connection.status).toBe('idle')
  })

  it('connects anew after a loss', async () => {
    let calls = 0
    const { server, connection } = await connectTo({
      exec: (channel, _command, client) => (++calls === 1 ? client.end() : endWith(channel, 'back')),
    })
    expect(errorOf(await connection.run('x', RUN)).code).toBe('unreachable')
    expect(okOf(await connection.run('x', RUN)).stdout).toBe('back')
    expect(server.logins()).toBe(2)
  })

  it('notices by keepalive that nobody answers any more', async () => {
    const { server, connection } = await connectTo({}, { limits: { keepaliveMs: 30, keepaliveMisses: 2 } })
    await connection.run('x', RUN)
    for (const socket of server.sockets) socket.pause()
    await vi.waitUntil(() => connection.status === 'idle', { timeout: 4_000 })
  })

  it('gives a missing status as null', async () => {
    const { connection } = await connectTo({ exec: channel => channel.end('cut') })
    expect(okOf(await connection.run('x', RUN))).toMatchObject({ stdout: 'cut', status: null, signal: null })
  })

  it('waits for a channel no longer than the command may take', async () => {
    const { connection } = await connectTo({ exec: channel => channel.write('.') }, { limits: { maxChannels: 1 } })
    const hanging = connection.run('x', { ...RUN, timeoutMs: 600 })
    await vi.waitUntil(() => connection.status === 'connected')
    expect(errorOf(await connection.run('y', { ...RUN, timeoutMs: 50 }))).toMatchObject({
      code: 'timeout',
      message: expect.stringContaining('no channel came free'),
    })
    await hanging
  })
})

const flood = (bytes: number) => (channel: ServerChannel) => {
  const chunk = Buffer.alloc(32_768, 'x')
  let left = bytes
  const pour = () => {
    while (left > 0) {
      const size = Math.min(left, chunk.length)
      left -= size
      if (!channel.write(chunk.subarray(0, size))) return channel.once('drain', pour)
    }
    endWith(channel, '')
  }
  pour()
}

describe('a channel that is refused', () => {
  it('is channelRefused when no session may be opened at all', async () => {
    const { connection } = await connectTo({ connected: client => client.on('session', (_accept, reject) => reject()) })
    expect(errorOf(await connection.run('x', RUN))).toMatchObject({
      code: 'channelRefused',
      hint: expect.stringContaining('MaxSessions'),
    })
  })

  it('is channelRefused when the server runs no command', async () => {
    const { connection } = await connectTo({
      connected: client => client.on('session', accept => accept().on('exec', (_accept, reject) => reject())),
    })
    expect(errorOf(await connection.run('x', RUN)).code).toBe('channelRefused')
    expect(connection.status).toBe('connected')
  })

  it('waits for its own channels where MaxSessions is lower than thought', async () => {
    const { connection } = await connectTo({
      connected: client => {
        let open = 0
        client.on('session', (accept, reject) => {
          if (open >= 2) return reject()
          open++
          accept().on('exec', take => {
            const channel = take().resume()
            setImmediate(() => {
              open--
              endWith(channel, 'ok')
            })
          })
        })
      },
    })
    const outputs = await Promise.all(Array.from({ length: 6 }, () => connection.run('x', RUN)))
    expect(outputs.map(output => okOf(output).stdout)).toEqual(Array.from({ length: 6 }, () => 'ok'))
  })
})

describe('close', () => {
  it('ends the connection, and commands under way with it', async () => {
    const { server, connection } = await connectTo({ exec: channel => channel.write('.') })
    const run = connection.run('x', RUN)
    await vi.waitUntil(() => connection.status === 'connected')
    await connection.close()
    expect(errorOf(await run).code).toBe('unreachable')
    expect(connection.status).toBe('closed')
    await vi.waitUntil(() => server.sockets.size === 0)
    expect(errorOf(await connection.run('x', RUN)).message).toBe('the connection was closed by vxscope')
  })

  it('ends a login under way', async () => {
    const { server, connection } = await connectTo({ authenticate: () => {} })
    const run = connection.run('x', RUN)
    await vi.waitUntil(() => server.sockets.size === 1)
    await connection.close()
    expect(errorOf(await run).code).toBe('unreachable')
    await vi.waitUntil(() => server.sockets.size === 0)
  })
})
