import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Connection } from 'ssh2'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { newEd25519 } from '@/lib/ssh/test-keys'
import { startServer, type TestServer, type TestServerOptions } from '@/lib/ssh/test-server'
import { createTestIo } from './test-io'
import { type TrustArguments, trustCommand } from './trust'

let home: string
let configFile: string
const servers: TestServer[] = []

const serve = async (options: TestServerOptions = {}) => {
  const server = await startServer({ hostKey: newEd25519(), ...options })
  servers.push(server)
  return server
}

beforeEach(async () => {
  home = await mkdtemp(path.join(tmpdir(), 'vxscope-trust-'))
  configFile = path.join(home, 'vxscope.yaml')
})
afterEach(async () => {
  await Promise.all(servers.splice(0).map(server => server.stop()))
  await rm(home, { recursive: true })
})

const writeInventory = (...nodes: string[]) =>
  writeFile(configFile, `knownHosts: keys\nnodes:\n${nodes.map(node => `  - { ${node}, user: ops }\n`).join('')}`)
const nodeAt = ({ port }: TestServer) => `name: leaf1, host: 127.0.0.1, port: ${port}`
const keys = () => readFile(path.join(home, 'keys'), 'utf8').catch(() => '')

const trust = async (given: Partial<TrustArguments> = {}, terminal: { tty?: boolean; typed?: string } = {}) => {
  const { io, stdout, stderr } = createTestIo({ home, ...terminal })
  const status = await trustCommand({ node: 'leaf1', configFile, fingerprints: [], yes: false, ...given }, io)
  return { status, stdout: stdout(), stderr: stderr() }
}

describe('vxscope trust', () => {
  it('shows the key and keeps it on a typed yes', async () => {
    const server = await serve()
    await writeInventory(nodeAt(server))
    const { status, stdout } = await trust({}, { tty: true, typed: 'yes\n' })
    expect(status).toBe(0)
    expect(stdout).toContain(
      `leaf1  127.0.0.1 port ${server.port}\n  offers ssh-ed25519 ${server.fingerprint}\n  known  nothing\n`,
    )
    expect(await keys()).toContain(`[127.0.0.1]:${server.port} ssh-ed25519 `)
  })

  it.each(['no\n', 'y\n', '\n', ''])('keeps nothing when %j is typed', async typed => {
    await writeInventory(nodeAt(await serve()))
    expect(await trust({}, { tty: true, typed })).toMatchObject({ status: 1, stderr: 'Not trusted.\n' })
    expect(await keys()).toBe('')
  })

  it('asks nobody where there is no terminal, and says how it is done', async () => {
    const server = await serve()
    await writeInventory(nodeAt(server))
    const { status, stderr } = await trust({}, { typed: 'yes\n' })
    expect(status).toBe(2)
    expect(stderr).toContain(`vxscope trust leaf1 --fingerprint ${server.fingerprint}`)
    expect(await keys()).toBe('')
  })

  it('keeps the key that --fingerprint names, without asking', async () => {
    const server = await serve()
    await writeInventory(nodeAt(server))
    expect((await trust({ fingerprints: [server.fingerprint] })).status).toBe(0)
    expect(await keys()).toContain('ssh-ed25519')
  })

  it('refuses any other key than --fingerprint names, also one that was trusted', async () => {
    const server = await serve()
    const other = `SHA256:${'A'.repeat(43)}`
    await writeInventory(nodeAt(server))
    expect(await trust({ fingerprints: [other] })).toMatchObject({
      status: 1,
      stderr: `Refused: this is not ${other}.\n`,
    })
    expect(await keys()).toBe('')
    await trust({ yes: true })
    expect((await trust({ fingerprints: [other] })).status).toBe(1)
  })

  it('takes a new key on --yes', async () => {
    await writeInventory(nodeAt(await serve()))
    expect((await trust({ yes: true })).status).toBe(0)
    expect(await trust()).toMatchObject({
      status: 0,
      stdout: expect.stringContaining('known  this key\nTrusted already.\n'),
    })
  })

  it('takes a changed key on no --yes, shows both, and takes it by --fingerprint in place of the old one', async () => {
    const server = await serve()
    const before = await serve()
    await writeInventory(nodeAt(server))
    await writeFile(path.join(home, 'keys'), `${before.known.replace(`:${before.port} `, `:${server.port} `)}\n`)
    const refused = await trust({ yes: true })
    expect(refused.status).toBe(1)
    expect(refused.stdout).toContain(`known  ANOTHER KEY: ${before.fingerprint} (${path.join(home, 'keys')}:1)`)
    expect((await trust({ fingerprints: [server.fingerprint] })).status).toBe(0)
    expect(await keys()).not.toContain(before.known.split(' ')[2])
  })

  it('takes no key that is revoked, whatever is said', async () => {
    const server = await serve()
    await writeInventory(nodeAt(server))
    await writeFile(path.join(home, 'keys'), `@revoked ${server.known}\n`)
    expect(await trust({ fingerprints: [server.fingerprint] })).toMatchObject({
      status: 1,
      stdout: expect.stringContaining('REVOKED'),
    })
  })

  it('knows the keys of the user and does not write to their file', async () => {
    const server = await serve()
    await writeInventory(`name: leaf1, host: leaf, port: ${server.port}`)
    const own = path.join(home, 'own_known_hosts')
    await writeFile(own, `${server.known}\n`)
    await mkdir(path.join(home, '.ssh'))
    await writeFile(path.join(home, '.ssh/config'), `Host leaf\n  HostName 127.0.0.1\n  UserKnownHostsFile ${own}\n`)
    expect(await trust()).toMatchObject({ status: 0, stdout: expect.stringContaining('Trusted already.') })
    expect(await keys()).toBe('')
  })
})

describe('vxscope trust, with a jump host', () => {
  const forwarding = (client: Connection) =>
    client.on('tcpip', (accept, _reject, { destIP, destPort }) => {
      const channel = accept()
      const socket = connect(destPort, destIP)
      channel.pipe(socket).pipe(channel)
      channel.on('error', () => socket.destroy())
      socket.on('error', () => channel.destroy())
    })

  const serveBoth = async () => {
    await writeFile(path.join(home, 'pw'), 'x\n')
    const bastion = await serve({ connected: forwarding })
    const leaf = await serve()
    await writeInventory(`${nodeAt(leaf)}, proxyJump: "localhost:${bastion.port}", passwordFile: pw`)
    return { bastion, leaf }
  }

  it('goes through the hosts on the way, the nearest first', async () => {
    const { bastion, leaf } = await serveBoth()
    const first = await trust({ fingerprints: [leaf.fingerprint] })
    expect(first.status).toBe(1)
    expect(first.stdout).toContain(bastion.fingerprint)
    expect(first.stdout).not.toContain(leaf.fingerprint)
  })

  it('trusts the jump host alone by the name it is written with', async () => {
    const { bastion } = await serveBoth()
    expect((await trust({ node: 'localhost', yes: true })).status).toBe(0)
    expect(await keys()).toContain(`[localhost]:${bastion.port} `)
  })
})

describe('vxscope trust, when it cannot', () => {
  it('names the nodes there are', async () => {
    await writeInventory('name: leaf1')
    expect(await trust({ node: 'leaf\x1b[2J' })).toMatchObject({
      status: 2,
      stderr: `${configFile} has no node "leaf\\u001b[2J". It has leaf1.\n`,
    })
  })

  it('tells what is wrong with the inventory', async () => {
    await writeFile(configFile, 'nodes: 1')
    expect(await trust()).toMatchObject({
      status: 2,
      stderr: `${configFile}:1:8: nodes: expected a list of nodes; [] for none, got 1\n`,
    })
  })

  it('tells why the node was not reached', async () => {
    const server = await serve()
    await writeInventory(nodeAt(server))
    await server.stop()
    servers.length = 0
    expect(await trust()).toMatchObject({ status: 3, stderr: expect.stringContaining('leaf1: unreachable: ') })
  })
})
