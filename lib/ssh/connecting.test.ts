import type { Socket } from 'node:net'
import { utils } from 'ssh2'
import { describe, expect, it, vi } from 'vitest'
import { createLoginGate } from './login-gate'
import { afterwards, connect, connectTo, errorOf, heldBytes, okOf, RUN, serve } from './test-harness'
import { endWith, listen, testTarget, trusting } from './test-server'

describe('connecting', () => {
  const limits = { connectTimeoutMs: 200 }

  it('names a refused port exactly', async () => {
    const { port, stop } = await listen(() => {})
    await stop()
    const connection = connect(testTarget({ port }), { trust: trusting() })
    expect(errorOf(await connection.run('x', RUN))).toMatchObject({
      code: 'unreachable',
      message: `connect ECONNREFUSED 127.0.0.1:${port}`,
      hint: expect.stringContaining('is sshd running'),
    })
    expect(connection.status).toBe('idle')
  })

  it('names a host that is not known', async () => {
    const connection = connect(testTarget({ host: 'no-such-host.invalid', port: 22 }), { trust: trusting() })
    expect(errorOf(await connection.run('x', RUN)).code).toBe('unreachable')
  })

  it('ends a hang before the banner', async () => {
    const { port, sockets, stop } = await listen(socket => socket.resume())
    afterwards(stop)
    const connection = connect(testTarget({ port }), { trust: trusting(), limits })
    expect(errorOf(await connection.run('x', RUN))).toMatchObject({
      code: 'timeout',
      message: `no SSH handshake with 127.0.0.1:${port} within 200 ms`,
    })
    await vi.waitUntil(() => sockets.size === 0)
  })

  it('ends a hang in the key exchange', async () => {
    const { port, sockets, stop } = await listen(socket => socket.resume().write('SSH-2.0-Slow\r\n'))
    afterwards(stop)
    const connection = connect(testTarget({ port }), { trust: trusting(), limits })
    expect(errorOf(await connection.run('x', RUN)).code).toBe('timeout')
    await vi.waitUntil(() => sockets.size === 0)
  })

  it('ends a hang in the login', async () => {
    const { connection } = await connectTo({ authenticate: () => {} }, { limits: { connectTimeoutMs: 1_500 } })
    expect(errorOf(await connection.run('x', RUN))).toMatchObject({
      code: 'timeout',
      message: expect.stringContaining('no answer to the login'),
    })
  })

  it.each([
    ['before its banner', (socket: Socket) => socket.end()],
    ['after its banner', (socket: Socket) => socket.end('SSH-2.0-Shy\r\n')],
    ['speaking something else', (socket: Socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')],
  ])('says that a server hung up: %s', async (_, behave) => {
    const { port, stop } = await listen(behave)
    afterwards(stop)
    const connection = connect(testTarget({ port }), { trust: trusting() })
    expect(errorOf(await connection.run('x', RUN)).code).toBe('unreachable')
  })

  it('ends one that talks without end before its banner', async () => {
    const { port, sockets, stop } = await listen(socket => {
      const pour = () => {
        while (!socket.destroyed && socket.write('x'.repeat(65_536)));
      }
      socket.on('drain', pour)
      pour()
    })
    afterwards(stop)
    const before = heldBytes()
    const connection = connect(testTarget({ port }), { trust: trusting(), limits: { connectTimeoutMs: 1_000 } })
    expect(['unreachable', 'timeout']).toContain(errorOf(await connection.run('x', RUN)).code)
    expect(heldBytes() - before).toBeLessThan(20_000_000)
    await vi.waitUntil(() => sockets.size === 0)
  })

  it('says which algorithms are not offered when none fits', async () => {
    const { connection } = await connectTo({ config: { algorithms: { cipher: ['aes128-cbc'] } } })
    expect(errorOf(await connection.run('x', RUN))).toMatchObject({
      code: 'unreachable',
      hint: expect.stringContaining('CBC'),
    })
  })

  it('still talks to a server of the age of VyOS 1.1', async () => {
    const { connection } = await connectTo({
      hostKey: utils.generateKeyPairSync('rsa', { bits: 2048 }),
      config: {
        algorithms: {
          kex: ['diffie-hellman-group14-sha1'],
          serverHostKey: ['ssh-rsa'],
          cipher: ['aes128-ctr'],
          hmac: ['hmac-sha1'],
        },
      },
      exec: channel => endWith(channel, 'old'),
    })
    expect(okOf(await connection.run('x', RUN)).stdout).toBe('old')
  })

  it('passes the gate one after the other', async () => {
    let [inside, most] = [0, 0]
    const server = await serve({
      authenticate: context => {
        most = Math.max(most, ++inside)
        setImmediate(() => {
          inside--
          context.accept()
        })
      },
    })
    const gate = createLoginGate(1)
    const connections = [1, 2, 3].map(() =>
      connect(testTarget({ port: server.port }), { trust: trusting(server.known), gate }),
    )
    const outputs = await Promise.all(connections.map(connection => connection.run('x', RUN)))
    expect(outputs.every(output => output.ok)).toBe(true)
    expect(most).toBe(1)
  })
})
