import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { InventoryNode } from '@/lib/model/inventory'
import { type ResolveOptions, resolveTarget } from './target'
import { errorOf, okOf } from './test-harness'

let home = ''
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'vxscope-home-'))
  await mkdir(join(home, '.ssh'))
})
afterEach(() => rm(home, { recursive: true }))

const resolve = async (node: InventoryNode, config = '', given: Partial<ResolveOptions> = {}) => {
  await writeFile(join(home, '.ssh/config'), config)
  const options = { baseDir: '/inventory', home, env: { USER: 'me' }, others: [], systemConfig: '/nowhere', ...given }
  return resolveTarget(node, options)
}
const target = async (...args: Parameters<typeof resolve>) => okOf(await resolve(...args))

describe('resolveTarget', () => {
  it('needs no ssh config', async () => {
    expect(await target({ name: 'vyos01', host: '10.0.0.254' })).toMatchObject({
      name: 'vyos01',
      host: '10.0.0.254',
      port: 22,
      user: 'me',
      identityFiles: ['id_ed25519', 'id_ecdsa', 'id_rsa'].map(name => join(home, '.ssh', name)),
      requiredIdentityFiles: [],
      identitiesNamed: false,
      agent: null,
      password: null,
      jumps: [],
      hostKeyAlias: null,
      knownHostsFiles: null,
      notes: [],
    })
  })

  it('takes all of an alias', async () => {
    const config = `Host leaf7
  HostName 10.7.0.1
  Port 2207
  User ops
  IdentityFile ~/.ssh/%r-%n
  IdentitiesOnly yes
  IdentityAgent ~/agent
  HostKeyAlias seven
  UserKnownHostsFile ~/kh1 %d/kh2`
    expect(await target({ name: 'leaf7' }, config)).toMatchObject({
      host: '10.7.0.1',
      port: 2207,
      user: 'ops',
      identityFiles: [`${home}/.ssh/ops-leaf7`],
      requiredIdentityFiles: [],
      identitiesNamed: true,
      identitiesOnly: true,
      agent: `${home}/agent`,
      hostKeyAlias: 'seven',
      knownHostsFiles: [`${home}/kh1`, `${home}/kh2`],
    })
  })

  it('lets the node win over ssh config, and that over the defaults', async () => {
    const config = 'Host leaf7\n User config\n IdentityFile ~/config'
    const defaults = { user: 'default', port: 2222, identityFile: 'default' }
    expect(await target({ name: 'leaf7', user: 'own', identityFile: 'own' }, config, { defaults })).toMatchObject({
      user: 'own',
      port: 2222,
      identityFiles: ['/inventory/own', `${home}/config`, '/inventory/default'],
      requiredIdentityFiles: ['/inventory/own'],
    })
    expect(await target({ name: 'leaf7' }, config, { defaults })).toMatchObject({ user: 'config' })
    expect(await target({ name: 'other' }, config, { defaults })).toMatchObject({ user: 'default' })
  })

  it('looks the host up as an alias, whatever the node is called', async () => {
    expect((await target({ name: 'seven', host: 'leaf7' }, 'Host leaf7\n HostName 10.7.0.1')).host).toBe('10.7.0.1')
  })

  it('takes an IPv6 address with or without brackets', async () => {
    expect((await target({ name: 'six', host: '[fd00::1]' })).host).toBe('fd00::1')
  })

  it.each([
    ['SSH_AUTH_SOCK', '/run/agent'],
    ['none', null],
    ['$OTHER', '/run/other'],
  ])('understands IdentityAgent %s', async (value, agent) => {
    const env = { SSH_AUTH_SOCK: '/run/agent', OTHER: '/run/other' }
    expect((await target({ name: 'x' }, `IdentityAgent ${value}`, { env })).agent).toBe(agent)
  })

  it('leaves a file with an unknown token out, and says so', async () => {
    const { identityFiles, notes } = await target({ name: 'x' }, 'IdentityFile ~/%Z\nIdentityFile ~/id')
    expect(identityFiles).toEqual([`${home}/id`])
    expect(notes).toEqual(['~/%Z: left out, %Z is not known here'])
  })

  it('runs no ProxyCommand, and says what to do', async () => {
    expect(errorOf(await resolve({ name: 'x' }, 'ProxyCommand nc %h %p'))).toMatchObject({
      code: 'config',
      hint: expect.stringContaining('proxyJump'),
    })
  })

  it('overrides a ProxyCommand by the proxyJump of the node', async () => {
    expect((await target({ name: 'x', proxyJump: 'none' }, 'ProxyCommand nc %h %p')).jumps).toEqual([])
  })
})

describe('a password', () => {
  it('comes from the environment when it is asked for', async () => {
    const env: Record<string, string> = {}
    const { password } = await target({ name: 'x', passwordEnv: 'PW' }, '', { env })
    expect(errorOf(await (password?.() ?? Promise.reject()))).toMatchObject({
      code: 'config',
      message: 'the environment variable PW is not set',
    })
    env.PW = 'secret'
    expect(await password?.()).toEqual({ ok: true, value: 'secret' })
  })

  it("comes from a file's first line", async () => {
    await writeFile(join(home, 'pw'), 'secret\r\nnotes\n')
    expect(await (await target({ name: 'x', passwordFile: '~/pw' })).password?.()).toEqual({
      ok: true,
      value: 'secret',
    })
  })

  it('whose file is missing names the file', async () => {
    const { password } = await target({ name: 'x', passwordFile: 'pw' })
    expect(errorOf(await (password?.() ?? Promise.reject())).message).toBe(
      "the password file /inventory/pw can't be read (ENOENT)",
    )
  })
})

describe('jump hosts', () => {
  const jumpsOf = async (...args: Parameters<typeof resolve>) =>
    (await target(...args)).jumps.map(({ name, user, host, port }) => `${name}: ${user}@${host}:${port}`)

  it('are hosts, aliases and nodes of the inventory, in order', async () => {
    const config = 'Host bastion\n HostName 192.0.2.1\n User jump'
    const others = [{ name: 'edge', host: '192.0.2.9', user: 'edger', port: 2022 }]
    expect(await jumpsOf({ name: 'x', proxyJump: 'bastion,edge,ops@[fd00::1]:23' }, config, { others })).toEqual([
      'bastion: jump@192.0.2.1:22',
      'edge: edger@192.0.2.9:2022',
      'fd00::1: ops@fd00::1:23',
    ])
  })

  it('have first what the first of them needs by ssh config', async () => {
    const config = 'Host inner\n ProxyJump outer'
    expect(await jumpsOf({ name: 'x', proxyJump: 'inner' }, config)).toEqual([
      'outer: me@outer:22',
      'inner: me@inner:22',
    ])
  })

  it('come from ssh config too', async () => {
    expect(await jumpsOf({ name: 'leaf7' }, 'Host leaf*\n ProxyJump j@bastion:2222')).toEqual([
      'bastion: j@bastion:2222',
    ])
  })

  it('that are not in the inventory get no password of its defaults', async () => {
    const defaults = { user: 'vyos', passwordEnv: 'PW', identityFile: '~/id' }
    const { jumps, password } = await target({ name: 'x', proxyJump: 'bastion' }, '', { defaults })
    expect(password).not.toBeNull()
    expect(jumps).toMatchObject([{ user: 'vyos', password: null, identityFiles: [`${home}/id`] }])
  })

  it('are passed over by the jump host that all hosts jump through', async () => {
    const config = 'Host *\n ProxyJump bastion'
    expect(await jumpsOf({ name: 'bastion' }, config)).toEqual([])
    expect(await jumpsOf({ name: 'x' }, config)).toEqual(['bastion: me@bastion:22'])
    const others = [{ name: 'edge', host: '192.0.2.9' }]
    expect(await jumpsOf({ name: 'edge', host: '192.0.2.9' }, '', { others, defaults: { proxyJump: 'edge' } })).toEqual(
      [],
    )
  })

  it.each([
    ['x', 'goes in a circle'],
    ['a b', 'is not a list'],
    ['-oProxyCommand=evil', 'is not a list'],
    ['bastion:0', 'is not a list'],
    ['', 'is not a list'],
    [Array.from({ length: 9 }, (_, index) => `j${index}`).join(), 'is not a list'],
  ])('written as %j are refused', async (proxyJump, what) => {
    expect(errorOf(await resolve({ name: 'x', proxyJump }))).toMatchObject({
      code: 'config',
      message: expect.stringContaining(what),
    })
  })

  it('that jump through each other are refused', async () => {
    const others = [
      { name: 'a', proxyJump: 'b' },
      { name: 'b', proxyJump: 'a' },
    ]
    expect(errorOf(await resolve({ name: 'x', proxyJump: 'a' }, '', { others })).message).toContain('goes in a circle')
  })
})
