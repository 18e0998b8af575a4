import { connect as dial } from 'node:net'
import { describe, expect, it, vi } from 'vitest'
import { afterwards, connect, errorOf, okOf, RUN, serve } from './test-harness'
import { newEd25519 } from './test-keys'
import { endWith, listen, serveExec, type TestServerOptions, testTarget, trusting } from './test-server'

describe('a jump host', () => {
  /** An SSH server that forwards to wherever it is asked, or refuses. */
  const forwarding = (): TestServerOptions => ({
    connected: client =>
      client.on('tcpip', (accept, reject, { destIP, destPort }) => {
        const socket = dial({ host: destIP, port: destPort })
        socket.on('error', () => reject())
        socket.on('connect', () => {
          const channel = accept()
          channel.pipe(socket).pipe(channel)
          channel.on('close', () => socket.destroy())
        })
      }),
  })
  const jumpTo = (port: number) => testTarget({ name: 'bastion', port })

  it('is passed, with both host keys checked, and everything closes behind', async () => {
    const bastion = await serve(forwarding())
    const node = await serve({
      exec: channel => endWith(channel, 'behind'),
      hostKey: newEd25519(),
    })
    const connection = connect(testTarget({ port: node.port, jumps: [jumpTo(bastion.port)] }), {
      trust: trusting(bastion.known, node.known),
    })
    expect(okOf(await connection.run('x', RUN)).stdout).toBe('behind')
    expect([bastion.logins(), node.logins()]).toEqual([1, 1])
    await connection.close()
    await vi.waitUntil(() => bastion.sockets.size + node.sockets.size === 0)
  })

  /** As OpenSSH's sshd: the end of what it forwards closes no channel that may be written to. */
  const halfOpen = (): TestServerOptions => ({
    connected: client =>
      client.on('tcpip', (accept, _, { destIP, destPort }) => {
        const socket = dial({ host: destIP, port: destPort, allowHalfOpen: true })
        socket.on('connect', () => {
          const channel = accept()
          channel.pipe(socket).pipe(channel, { end: false })
          socket.on('end', () => channel.eof())
        })
      }),
  })

  it('lets nothing wait for a node behind it that is gone', async () => {
    const bastion = await serve(halfOpen())
    let started = false
    const node = await serve({
      exec: () => {
        started = true
      },
      hostKey: newEd25519(),
    })
    const connection = connect(testTarget({ port: node.port, jumps: [jumpTo(bastion.port)] }), {
      trust: trusting(bastion.known, node.known),
    })
    const running = connection.run('x', RUN)
    await vi.waitUntil(() => started)
    for (const socket of node.sockets) socket.end()
    expect(errorOf(await running)).toMatchObject({ code: 'unreachable' })
  })

  it('whose key is not known is named, with what to run for the node', async () => {
    const bastion = await serve(forwarding())
    const connection = connect(testTarget({ port: 1, jumps: [jumpTo(bastion.port)] }), { trust: trusting() })
    expect(errorOf(await connection.run('x', RUN))).toMatchObject({
      code: 'hostKeyUnknown',
      message: expect.stringMatching(/^jump host bastion: .*SHA256:/),
      hint: expect.stringContaining('vxscope trust leaf'),
    })
  })

  it('that does not reach the node says so', async () => {
    const { port, stop } = await listen(() => {})
    await stop()
    const bastion = await serve(forwarding())
    const connection = connect(testTarget({ port, jumps: [jumpTo(bastion.port)] }), { trust: trusting(bastion.known) })
    const failed = errorOf(await connection.run('x', RUN))
    expect(failed.message).toContain(`127.0.0.1:${port}`)
    expect(failed.message).toContain('bastion')
  })

  it('that forwards nothing is channelRefused', async () => {
    const bastion = await serve({ connected: client => serveExec(client, () => {}) })
    const connection = connect(testTarget({ port: 9, jumps: [jumpTo(bastion.port)] }), {
      trust: trusting(bastion.known),
    })
    expect(errorOf(await connection.run('x', RUN))).toMatchObject({
      code: 'channelRefused',
      message: expect.stringContaining('jump host bastion'),
    })
  })

  it('shares the time limit with the node', async () => {
    const silent = await listen(socket => socket.resume())
    afterwards(silent.stop)
    const bastion = await serve(forwarding())
    const connection = connect(testTarget({ port: silent.port, jumps: [jumpTo(bastion.port)] }), {
      trust: trusting(bastion.known),
      limits: { connectTimeoutMs: 300 },
    })
    expect(errorOf(await connection.run('x', RUN)).code).toBe('timeout')
    await vi.waitUntil(() => bastion.sockets.size + silent.sockets.size === 0)
  })

  it('that dies takes the session with it', async () => {
    const bastion = await serve(forwarding())
    const node = await serve({ exec: channel => channel.write('.') })
    const connection = connect(testTarget({ port: node.port, jumps: [jumpTo(bastion.port)] }), {
      trust: trusting(bastion.known, node.known),
    })
    const run = connection.run('x', RUN)
    await vi.waitUntil(() => connection.status === 'connected')
    for (const socket of bastion.sockets) socket.destroy()
    expect(errorOf(await run).code).toBe('unreachable')
  })
})
