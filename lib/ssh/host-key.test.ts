import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { utils } from 'ssh2'
import { describe, expect, it } from 'vitest'
import { readHostKeyTrust, trustKey } from './host-key-trust'
import { hopsOf, readOfferedKey } from './offered-key'
import { afterwards, connect, errorOf, okOf, RUN, serve } from './test-harness'
import { newEd25519 } from './test-keys'
import { startServer, testTarget, trusting } from './test-server'

const temporary = async () => {
  const folder = await mkdtemp(join(tmpdir(), 'vxscope-key-'))
  afterwards(() => rm(folder, { recursive: true }))
  return folder
}

describe('an unknown host key', () => {
  it('is refused with its fingerprint and what to run', async () => {
    const server = await serve()
    const connection = connect(testTarget({ port: server.port }), { trust: trusting() })
    expect(errorOf(await connection.run('x', RUN))).toMatchObject({
      code: 'hostKeyUnknown',
      message: `the host key of 127.0.0.1:${server.port} is not known: ${server.fingerprint}`,
      hint: expect.stringContaining('vxscope trust leaf'),
    })
    expect(server.logins()).toBe(0)
  })

  it('is accepted once it was read and trusted, without a restart', async () => {
    const server = await serve()
    const own = join(await temporary(), 'known_hosts')
    const trust = await readHostKeyTrust({ own, user: [] })
    const target = testTarget({ port: server.port })
    const connection = connect(target, { trust })
    expect(errorOf(await connection.run('x', RUN)).code).toBe('hostKeyUnknown')
    const offered = okOf(await readOfferedKey(target, { trust }))
    expect(offered).toMatchObject({ algorithm: 'ssh-ed25519', fingerprint: server.fingerprint, line: server.known })
    await trustKey(own, target, offered)
    expect((await connection.run('x', RUN)).ok).toBe(true)
    expect(server.logins()).toBe(1)
  })
})

describe('a changed host key', () => {
  it('is refused with both fingerprints, where the old one stands and the way out', async () => {
    const before = await startServer()
    await before.stop()
    const server = await serve({ hostKey: newEd25519() })
    const known = before.known.replace(`]:${before.port}`, `]:${server.port}`)
    const connection = connect(testTarget({ port: server.port }), { trust: trusting('# first', known) })
    const { code, message, hint } = errorOf(await connection.run('x', RUN))
    expect(code).toBe('hostKeyChanged')
    expect(message).toContain(`it offers ${server.fingerprint}, expected was ${before.fingerprint} (known_hosts:2)`)
    expect(hint).toContain('vxscope trust leaf')
    expect(hint).toContain(`ssh-keygen -R '[127.0.0.1]:${server.port}'`)
    expect(server.logins()).toBe(0)
  })

  it('is refused as revoked where it is', async () => {
    const server = await serve()
    const revoked = `@revoked * ${server.known.split(' ').slice(1).join(' ')}`
    const connection = connect(testTarget({ port: server.port }), { trust: trusting(server.known, revoked) })
    expect(errorOf(await connection.run('x', RUN))).toMatchObject({
      code: 'hostKeyChanged',
      message: expect.stringContaining('revoked'),
    })
  })
})

describe('a host with several keys', () => {
  it('is asked for the kind that is known', async () => {
    const [ed25519, ecdsa] = [newEd25519(), utils.generateKeyPairSync('ecdsa', { bits: 256 })]
    const server = await serve({ hostKey: ecdsa, config: { hostKeys: [ed25519.private, ecdsa.private] } })
    const connection = connect(testTarget({ port: server.port }), { trust: trusting(server.known) })
    expect((await connection.run('x', RUN)).ok).toBe(true)
  })

  it('that shows another kind than the known one stays unknown, and both are named', async () => {
    const known = utils.generateKeyPairSync('ecdsa', { bits: 256 }).public
    const server = await serve()
    const connection = connect(testTarget({ port: server.port }), {
      trust: trusting(`[127.0.0.1]:${server.port} ${known}`),
    })
    expect(errorOf(await connection.run('x', RUN))).toMatchObject({
      code: 'hostKeyUnknown',
      hint: expect.stringMatching(/Keys of other kinds are known.*ecdsa-sha2-nistp256 SHA256:\S+ \(known_hosts:1\)/),
    })
  })
})

describe('HostKeyAlias', () => {
  it('is the name the key stands under, without a port', async () => {
    const server = await serve()
    const alias = `fabric ${server.known.split(' ').slice(1).join(' ')}`
    const connection = connect(testTarget({ port: server.port, hostKeyAlias: 'fabric' }), { trust: trusting(alias) })
    expect((await connection.run('x', RUN)).ok).toBe(true)
  })
})

describe('readOfferedKey', () => {
  it('says why no key was seen', async () => {
    const server = await startServer()
    await server.stop()
    const offered = await readOfferedKey(testTarget({ port: server.port }), { trust: trusting() })
    expect(errorOf(offered).message).toBe(`connect ECONNREFUSED 127.0.0.1:${server.port}`)
  })

  it('is asked of the jump hosts first, hop by hop', () => {
    const jumps = [testTarget({ name: 'a', port: 1 }), testTarget({ name: 'b', port: 2 })]
    const hops = hopsOf(testTarget({ name: 'node', port: 3, jumps }))
    expect(hops.map(hop => [hop.name, hop.jumps.map(jump => jump.name)])).toEqual([
      ['a', []],
      ['b', ['a']],
      ['node', ['a', 'b']],
    ])
  })
})
