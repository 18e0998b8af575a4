import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { installPause, type Pause } from '@/e2e/change/pause'
import { type LabInfo, labDown, labExec, labUp } from '@/e2e/lab/lab'
import { uniqueInstance, whyNoChanges } from '@/e2e/lab/testing'
import { until } from '@/e2e/lab/until'
import { main } from '@/lib/cli/main'
import { createTestIo } from '@/lib/cli/test-io'
import { openHistory } from '@/lib/history'
import { AuditQuery } from '@/lib/model/audit'

const why = await whyNoChanges()
beforeEach(context => context.skip(why !== null, why ?? ''))

/** Each change is a fresh reading, several round trips and a check, on a machine that may be busy. */
vi.setConfig({ testTimeout: 120_000 })

const name = uniqueInstance('apl')
let lab: LabInfo
let configFile: string
let vyos01: Pause

beforeAll(async () => {
  if (why !== null) return
  lab = await labUp({ name })
  configFile = path.join(lab.dir, 'changes.yaml')
  await writeFile(configFile, (await readFile(lab.configFile, 'utf8')).replace('readOnly: true', 'readOnly: false'))
  vyos01 = await installPause(name, 'vyos01', 'vyos')
})
afterAll(async () => {
  if (why === null) await labDown(name)
})

type Node = Record<string, unknown>
interface Result {
  node: string
  state: string
  failure: { at: string; message: string; hint: string } | null
}

const changeFile = async (nodes: Node[]): Promise<string> => {
  const file = path.join(lab.dir, 'change.json')
  await writeFile(file, JSON.stringify({ nodes }))
  return file
}

const vxscope = async (...argv: string[]) => {
  const { io, stdout, stderr } = createTestIo()
  const status = await main([...argv, '-c', configFile], io)
  return { status, stdout: stdout(), stderr: stderr() }
}

const apply = async (nodes: Node[], ...more: string[]) => {
  const { status, stdout, stderr } = await vxscope('apply', await changeFile(nodes), '--yes', '--json', ...more)
  const { nodes: results = [] } = JSON.parse(stdout || '{}') as { nodes?: Result[] }
  return { status, stderr, results, states: Object.fromEntries(results.map(({ node, state }) => [node, state])) }
}

const sh = async (node: string, script: string): Promise<string> =>
  (await labExec(name, node, ['sh', '-c', script])).stdout.trim()

const linkOf = async (node: string, dev: string): Promise<Record<string, unknown> | null> => {
  // VyOS 1.1's iproute2 has no JSON: ask the real one.
  const text = await sh(
    node,
    `if [ -s /run/real/ip ]; then p=/run/real/ip; else p=ip; fi; $p -d -j addr show dev ${dev} 2>/dev/null`,
  )
  return text === '' ? null : ((JSON.parse(text) as Record<string, unknown>[])[0] ?? null)
}

/** No folder, no lock, no session, and no process of a change. */
const leftOn = (node: string): Promise<string> =>
  sh(node, "ls -d /tmp/vxscope-* 2>/dev/null; grep -la 'tmp/vxscope-[0-9a-f]' /proc/[0-9]*/cmdline 2>/dev/null; true")

const UBUNTU = {
  node: 'ubuntu',
  action: 'create',
  name: 'vxlan100',
  vni: 100,
  group: '239.1.1.100',
  link: 'eth1',
  port: 8472,
  addresses: ['10.100.0.1/24'],
}
/** 1.1 has no leaf for a port: it is the kernel's. */
const vyos = (node: string, address: string): Node => ({ ...UBUNTU, node, port: undefined, addresses: [address] })
const THREE = [UBUNTU, vyos('vyos01', '10.100.0.254/24'), vyos('vyos02', '10.100.0.253/24')]
const NODES = ['ubuntu', 'vyos01', 'vyos02']
const all = (state: string) => Object.fromEntries(NODES.map(node => [node, state]))

/** Newest first. */
const audited = async () => {
  const history = await openHistory({ file: path.join(lab.dir, 'changes.history/history.db'), now: Date.now })
  if (!history.ok) throw new Error(history.error.message)
  const page = await history.value.auditEntries(AuditQuery.parse({}))
  await history.value.close()
  return page.ok ? page.value.entries : []
}

const expectGone = async (nodes: string[], dev = 'vxlan100') => {
  for (const node of nodes) {
    expect([node, await linkOf(node, dev)]).toEqual([node, null])
    await until(async () => (await leftOn(node)) === '', `nothing to be left on ${node}`)
  }
}

describe('a change', () => {
  it('is refused while the inventory is read-only, and says how to switch changes on', async () => {
    const { io, stderr } = createTestIo()
    const status = await main(['apply', await changeFile(THREE), '--yes', '-c', lab.configFile], io)
    expect([status, stderr()]).toEqual([1, expect.stringContaining('readOnly: false')])
    await expectGone(NODES)
  })

  it('asks where it is not told yes, and changes nothing where nobody answers', async () => {
    expect((await vxscope('apply', await changeFile(THREE))).status).toBe(2)
    await expectGone(NODES)
  })
})

describe('a change that fails', () => {
  it('is undone on all nodes where one refuses a command, with its own words', async () => {
    // Its own VyOS commits no more.
    await sh('vyos02', 'mkdir /opt/vyatta/stand-in/state/commit.lock')
    const { status, states, results } = await apply(THREE, '--lock-tries', '1')
    await sh('vyos02', 'rmdir /opt/vyatta/stand-in/state/commit.lock')
    expect({ status, states }).toEqual({ status: 1, states: all('undone') })
    expect(results.find(({ node }) => node === 'vyos02')?.failure).toMatchObject({ at: 'locked' })
    const [ended, begun] = await audited()
    expect([begun, ended]).toMatchObject([
      { via: 'cli', action: 'changeApplied', nodes: NODES, commands: [], result: 'begun' },
      { via: 'cli', action: 'changeApplied', nodes: NODES, result: 'undone' },
    ])
    expect(ended?.commands.map(({ node }) => node)).toEqual(expect.arrayContaining(['ubuntu', 'vyos01']))
    await expectGone(NODES)
  })

  it('says which command failed, and what the node said', async () => {
    await sh(
      'ubuntu',
      'mv /etc/sudoers /etc/sudoers.kept; sed "s/, .sbin.ip addr .,/,/" /etc/sudoers.kept >/etc/sudoers; chmod 440 /etc/sudoers',
    )
    const { states, results } = await apply([UBUNTU])
    await sh('ubuntu', 'mv -f /etc/sudoers.kept /etc/sudoers')
    expect(states).toEqual({ ubuntu: 'undone' })
    expect(results[0]?.failure?.message).toContain(
      'ip addr add 10.100.0.1/24 dev vxlan100: status 1: sudo: a password is required',
    )
    await expectGone(['ubuntu'])
  })

  it('is undone where somebody changes a device that was as planned, before it is kept', async () => {
    vyos01.after(1)
    const applied = apply(THREE.slice(0, 2), '--verify-within', '1')
    await vyos01.reached()
    await sh('ubuntu', 'ip link set vxlan100 mtu 1300')
    vyos01.goOn()
    const { status, states, results } = await applied
    expect({ status, states }).toEqual({ status: 1, states: { ubuntu: 'undone', vyos01: 'undone' } })
    expect(results.map(({ failure }) => failure?.at)).toEqual(['verify', 'others'])
    await expectGone(['ubuntu', 'vyos01'])
  })
})

it('of two operators at once one wins, and the other changes nothing', async () => {
  const file = await changeFile([UBUNTU])
  const both = await Promise.all([1, 2].map(() => vxscope('apply', file, '--yes', '--json')))
  expect(both.map(({ status }) => status).sort()).toEqual([0, 1])
  expect(await linkOf('ubuntu', 'vxlan100')).toMatchObject({ mtu: 1450 })
  expect((await apply([{ node: 'ubuntu', action: 'delete', name: 'vxlan100', vni: 100 }])).status).toBe(0)
  await expectGone(['ubuntu'])
})
