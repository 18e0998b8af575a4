import { readFileSync, statSync } from 'node:fs'
import { createConnection } from 'node:net'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { Inventory } from '@/lib/model/inventory'
import { buildScript, parseAnswers, SCRIPT_SHELL } from '@/lib/platform/script'
import { startFleet } from './fleet'
import { learn } from './model/changes'
import { seed2014Nodes } from './scenarios'
import { connect, exec, textOf } from './test-client'
import { setUpFleet } from './test-fleet'

const NODE = 'ubuntu'
const FDB = 'bridge -s fdb show'
const { fleet, clock, newDir, login, run } = setUpFleet()

describe('a healthy node', () => {
  it('answers a command line', async () => {
    const said = await run(NODE, 'hostname')
    expect([textOf(said), said.status]).toEqual(['ubuntu\n', 0])
  })

  it('answers a framed script in one channel', async () => {
    const queries = ['hostname', 'false'].map(name => ({ id: name, argv: [name] }))
    const said = await exec(await login(NODE), SCRIPT_SHELL, buildScript(queries))
    await said.done
    const answers = parseAnswers(queries, textOf(said))
    expect(answers.ok && answers.value.map(({ status, stdout }) => [status, stdout])).toEqual([
      [0, 'ubuntu\n'],
      [1, ''],
    ])
    expect(said.status).toBe(0)
  })

  it('answers many channels of one connection, and refuses the eleventh', async () => {
    const client = await login(NODE)
    const open = await Promise.all(Array.from({ length: 10 }, () => exec(client, SCRIPT_SHELL)))
    await expect(exec(client, 'hostname')).rejects.toThrow(/open failure/i)
    for (const { channel } of open) channel.end('exit 0\n')
    await Promise.all(open.map(({ done }) => done))
    const after = await exec(client, 'hostname')
    await after.done
    expect(textOf(after)).toBe('ubuntu\n')
  })

  it('shows what its model was made to learn', async () => {
    fleet()
      .model(NODE)
      .update(state => learn(state, 'vxlan0', '02:00:00:00:00:09', '10.0.2.254', clock.now))
    expect(textOf(await run(NODE, FDB))).toContain('02:00:00:00:00:09 dev vxlan0 dst 10.0.2.254 used 0/0 self')
    clock.now += 7000
    expect(textOf(await run(NODE, FDB))).toContain('02:00:00:00:00:09 dev vxlan0 dst 10.0.2.254 used 7/7 self')
  })

  it('lets nobody else in', async () => {
    const other = await startFleet({ nodes: seed2014Nodes(), stateDir: newDir() })
    const stranger = connect({ ...fleet(), identityFile: other.identityFile }, NODE)
    await expect(stranger).rejects.toMatchObject({ level: 'client-authentication' })
    await other.stop()
  })
})

describe('a node with a password', () => {
  it('is named in the inventory by its variable, and never by the password', async () => {
    const [first] = seed2014Nodes()
    if (!first) throw new Error('the seed has nodes')
    const password = { env: 'FLEET_PW', value: 'open sesame' }
    const other = await startFleet({ nodes: [{ ...first, password }], stateDir: newDir() })
    const text = readFileSync(other.configFile, 'utf8')
    await other.stop()
    expect(text).toContain('passwordEnv: FLEET_PW')
    expect(text).not.toContain('open sesame')
  })
})

describe('the state directory', () => {
  it('holds an inventory that the product reads', () => {
    const inventory = Inventory.parse(parse(readFileSync(fleet().configFile, 'utf8')))
    expect(inventory.nodes.map(({ name }) => name)).toEqual(['vyos01', 'vyos02', 'ubuntu'])
  })

  it('keeps the key to its owner', () => {
    expect(statSync(fleet().identityFile).mode & 0o777).toBe(0o600)
  })

  it('knows the host key of every node', () => {
    const lines = readFileSync(fleet().knownHostsFile, 'utf8').trim().split('\n')
    expect(lines.map(line => line.split(' ')[0])).toEqual(fleet().nodes.map(({ port }) => `[127.0.0.1]:${port}`))
  })
})

it('frees its ports and its connections when it stops', async () => {
  const other = await startFleet({ nodes: seed2014Nodes(), stateDir: newDir() })
  const client = await connect(other, NODE)
  const closed = new Promise<void>(resolve => client.once('close', () => resolve()))
  await other.stop()
  await closed
  const port = other.nodes[0]?.port ?? 0
  const refused = new Promise(resolve => createConnection({ port, host: '127.0.0.1' }).once('error', resolve))
  expect(await refused).toMatchObject({ code: 'ECONNREFUSED' })
})

it('leaves nothing running when a port is taken', async () => {
  const taken = fleet().nodes[1]?.port ?? 0
  const start = startFleet({ nodes: seed2014Nodes(), stateDir: newDir(), firstPort: taken })
  await expect(start).rejects.toMatchObject({ code: 'EADDRINUSE' })
})
