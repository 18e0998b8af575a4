import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { createConnection } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Client } from 'ssh2'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { parse } from 'yaml'
import { Inventory } from '@/lib/model/inventory'
import { buildScript, parseAnswers, SCRIPT_SHELL } from '@/lib/platform/script'
import { FAULT_NAMES, type FaultName } from './faults'
import { type Fleet, startFleet } from './fleet'
import { learn } from './model/changes'
import { seed2014Nodes } from './scenarios'
import { connect, exec, lengthOf, textOf } from './test-client'

const NODE = 'ubuntu'
const FDB = 'bridge -s fdb show'
/** Long enough for a login on a busy machine, short enough to wait for one that never comes. */
const IMPATIENT = 400

let now = 20_000
let fleet: Fleet
const dirs: string[] = []
const clients: Client[] = []

const newDir = (): string => {
  const dir = mkdtempSync(path.join(tmpdir(), 'vxscope-fleet-test-'))
  dirs.push(dir)
  return dir
}

const login = async (name = NODE, readyTimeout?: number): Promise<Client> => {
  const client = await connect(fleet, name, readyTimeout)
  clients.push(client)
  return client
}

const closeOf = (client: Client): Promise<void> => new Promise(resolve => client.once('close', () => resolve()))

const run = async (command: string, name = NODE) => {
  const said = await exec(await login(name), command)
  await said.done
  return said
}

beforeAll(async () => {
  fleet = await startFleet({ nodes: seed2014Nodes(), stateDir: newDir(), clock: () => now, dripMs: 1 })
})

afterEach(() => {
  for (const client of clients.splice(0)) client.end()
})

afterAll(async () => {
  await fleet.stop()
  for (const dir of dirs) rmSync(dir, { recursive: true, force: true })
})

describe('a healthy node', () => {
  it('answers a command line', async () => {
    const said = await run('hostname')
    expect([textOf(said), said.status]).toEqual(['ubuntu\n', 0])
  })

  it('answers a framed script in one channel', async () => {
    const queries = ['hostname', 'false'].map(name => ({ id: name, argv: [name] }))
    const said = await exec(await login(), SCRIPT_SHELL, buildScript(queries))
    await said.done
    const answers = parseAnswers(queries, textOf(said))
    expect(answers.ok && answers.value.map(({ status, stdout }) => [status, stdout])).toEqual([
      [0, 'ubuntu\n'],
      [1, ''],
    ])
    expect(said.status).toBe(0)
  })

  it('answers many channels of one connection, and refuses the eleventh', async () => {
    const client = await login()
    const open = await Promise.all(Array.from({ length: 10 }, () => exec(client, SCRIPT_SHELL)))
    await expect(exec(client, 'hostname')).rejects.toThrow(/open failure/i)
    for (const { channel } of open) channel.end('exit 0\n')
    await Promise.all(open.map(({ done }) => done))
    const after = await exec(client, 'hostname')
    await after.done
    expect(textOf(after)).toBe('ubuntu\n')
  })

  it('shows what its model was made to learn', async () => {
    fleet.model(NODE).update(state => learn(state, 'vxlan0', '02:00:00:00:00:09', '10.0.2.254', now))
    expect(textOf(await run(FDB))).toContain('02:00:00:00:00:09 dev vxlan0 dst 10.0.2.254 used 0/0 self')
    now += 7000
    expect(textOf(await run(FDB))).toContain('02:00:00:00:00:09 dev vxlan0 dst 10.0.2.254 used 7/7 self')
  })

  it('lets nobody else in', async () => {
    const other = await startFleet({ nodes: seed2014Nodes(), stateDir: newDir() })
    const stranger = connect({ ...fleet, identityFile: other.identityFile }, NODE)
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
    const inventory = Inventory.parse(parse(readFileSync(fleet.configFile, 'utf8')))
    expect(inventory.nodes.map(({ name }) => name)).toEqual(['vyos01', 'vyos02', 'ubuntu'])
  })

  it('keeps the key to its owner', () => {
    expect(statSync(fleet.identityFile).mode & 0o777).toBe(0o600)
  })

  it('knows the host key of every node', () => {
    const lines = readFileSync(fleet.knownHostsFile, 'utf8').trim().split('\n')
    expect(lines.map(line => line.split(' ')[0])).toEqual(fleet.nodes.map(({ port }) => `[127.0.0.1]:${port}`))
  })
})

const half = (text: string) => text.slice(0, Math.ceil(text.length / 2))

/** How each fault looks to a client. */
const OBSERVED: Record<FaultName, () => Promise<void>> = {
  'refuses-connections': () => expect(login()).rejects.toMatchObject({ code: 'ECONNREFUSED' }),
  'hangs-before': async () => {
    await expect(login(NODE, IMPATIENT)).rejects.toMatchObject({ level: 'client-timeout' })
  },
  'wrong-host-key': () => expect(login()).rejects.toThrow(/verification failed/),
  'refuses-password': () => expect(login()).rejects.toMatchObject({ level: 'client-authentication' }),
  'hangs-auth': () => expect(login(NODE, IMPATIENT)).rejects.toMatchObject({ level: 'client-timeout' }),
  'refuses-channels': async () => {
    const client = await login()
    await expect(exec(client, 'hostname')).rejects.toThrow(/open failure/i)
  },
  'hangs-before-answer': async () => {
    const said = await exec(await login(), FDB)
    await fleet.setFault(NODE, null)
    await said.done
    expect([lengthOf(said), said.status]).toEqual([0, null])
  },
  'hangs-in-answer': async () => {
    const said = await exec(await login(), FDB)
    await vi.waitFor(() => expect(lengthOf(said)).toBeGreaterThan(0))
    await fleet.setFault(NODE, null)
    await said.done
    const whole = textOf(await run(FDB))
    expect([textOf(said), said.status]).toEqual([half(whole), null])
  },
  drips: async () => {
    const said = await run('hostname')
    expect(textOf(said)).toBe('ubuntu\n')
    expect(said.stdout.map(({ length }) => length)).toEqual([1, 1, 1, 1, 1, 1, 1])
  },
  'closes-half-way': async () => {
    const client = await login()
    const closed = closeOf(client)
    const said = await exec(client, FDB)
    await closed
    await fleet.setFault(NODE, null)
    expect([textOf(said), said.status]).toEqual([half(textOf(await run(FDB))), null])
  },
  garbage: async () => {
    const said = await run(FDB)
    expect([lengthOf(said), new Set(Buffer.concat(said.stdout)).size]).toEqual([65_536, 256])
  },
  'fifty-megabytes': async () => {
    const said = await exec(await login(), FDB)
    await said.done
    expect(lengthOf(said)).toBeGreaterThanOrEqual(50_000_000)
  },
  'exit-127': async () => {
    const said = await run(FDB)
    expect([said.status, said.stderr]).toEqual([127, 'sh: 1: bridge: not found\n'])
  },
  'text-2014': async () => {
    expect((await run('ip -j link show')).status).toBe(255)
    expect(textOf(await run(FDB))).toMatch(/via eth1 {2}used \d+\/\d+self permanent/)
  },
}

describe('faults', () => {
  afterEach(() => fleet.setFault(NODE, null))

  it.each(FAULT_NAMES)('%s, and all is well when it ends', async name => {
    await fleet.setFault(NODE, name)
    await OBSERVED[name]()
    await fleet.setFault(NODE, null)
    expect(textOf(await run('hostname'))).toBe('ubuntu\n')
  })

  it('leaves the other nodes alone', async () => {
    await fleet.setFault(NODE, 'refuses-connections')
    expect(textOf(await run('hostname', 'vyos01'))).toBe('vyos01\n')
  })

  it('stops writing 50 MB to a client that has gone', async () => {
    await fleet.setFault(NODE, 'fifty-megabytes')
    const client = await login()
    const said = await exec(client, FDB)
    await vi.waitFor(() => expect(lengthOf(said)).toBeGreaterThan(100_000))
    said.channel.close()
    await said.done
    await fleet.setFault(NODE, null)
    const after = await exec(client, 'hostname')
    await after.done
    expect(textOf(after)).toBe('ubuntu\n')
  })

  const HANGING: readonly FaultName[] = ['hangs-before-answer', 'hangs-in-answer', 'fifty-megabytes']

  it.each(HANGING)('%s: forgets the answer when its client has gone', async name => {
    await fleet.setFault(NODE, name)
    const client = await login()
    await exec(client, FDB)
    await vi.waitFor(() => expect(fleet.counts(NODE).answering).toBe(1))
    client.destroy()
    await vi.waitFor(() => expect(fleet.counts(NODE).answering).toBe(0))
  })

  it.each(HANGING)('%s: forgets the answer when its channel is closed', async name => {
    await fleet.setFault(NODE, name)
    const said = await exec(await login(), SCRIPT_SHELL, buildScript([{ id: 'fdb', argv: FDB.split(' ') }]))
    await vi.waitFor(() => expect(fleet.counts(NODE).answering).toBe(1))
    said.channel.close()
    await vi.waitFor(() => expect(fleet.counts(NODE).answering).toBe(0))
  })

  it('drops a kept connection when the node turns into one of 2014', async () => {
    const client = await login()
    const closed = closeOf(client)
    await fleet.setFault(NODE, 'text-2014')
    await closed
  })
})

it('frees its ports and its connections when it stops', async () => {
  const other = await startFleet({ nodes: seed2014Nodes(), stateDir: newDir() })
  const client = await connect(other, NODE)
  const closed = closeOf(client)
  await other.stop()
  await closed
  const port = other.nodes[0]?.port ?? 0
  const refused = new Promise(resolve => createConnection({ port, host: '127.0.0.1' }).once('error', resolve))
  expect(await refused).toMatchObject({ code: 'ECONNREFUSED' })
})

it('leaves nothing running when a port is taken', async () => {
  const taken = fleet.nodes[1]?.port ?? 0
  const start = startFleet({ nodes: seed2014Nodes(), stateDir: newDir(), firstPort: taken })
  await expect(start).rejects.toMatchObject({ code: 'EADDRINUSE' })
})
