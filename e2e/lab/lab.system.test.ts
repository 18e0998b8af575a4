import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import {
  changeHostKey,
  type LabInfo,
  labDown,
  labExec,
  labStatus,
  labUp,
  REFUSED_USER,
  registerProcess,
  startSshd,
  stopSshd,
} from './lab'
import { takenPorts } from './ports'
import { endProcesses, identify, isAlive, markedProcesses, processesIn, processName } from './processes'
import { run } from './run'
import { liveRecords } from './state'
import { instanceNamespaces } from './teardown'
import {
  asRows,
  byKey,
  labCommand,
  nodeWords,
  overSsh,
  overSshByPassword,
  rootNamespace,
  sshWords,
  uniqueInstance,
  whyNoLab,
} from './testing'
import { until } from './until'

const sample = readFileSync(path.join(import.meta.dirname, 'samples/seed-2014.ubuntu.fdb-dev-vxlan0.txt'), 'utf8')
const FLOOD_ROW = '00:00:00:00:00:00 dst 239.1.1.1 via eth1 self permanent'

const why = await whyNoLab()
beforeEach(context => context.skip(why !== null, why ?? ''))

/** What is left of an instance on this machine, wherever it could be. */
const leftovers = async (name: string, lab: LabInfo) => ({
  namespaces: instanceNamespaces(name),
  processes: markedProcesses(name),
  ports: await takenPorts(lab.portBase, lab.nodes.length),
})
const NOTHING = { namespaces: [], processes: [], ports: [] }

describe('the lab of 2014', () => {
  const name = uniqueInstance('s')
  let lab: LabInfo
  let rootBefore: string

  beforeAll(async () => {
    if (why !== null) return
    rootBefore = await rootNamespace()
    lab = await labUp({ name })
  })
  afterAll(async () => {
    if (why === null) await labDown(name)
  })

  it('puts nothing into the root namespace', async () => {
    expect(await rootNamespace()).toBe(rootBefore)
  })

  it('shows the three lines of the article after two pings, and only the flood row before', async () => {
    const fdb = async () => asRows((await labExec(name, 'ubuntu', ['bridge', 'fdb', 'show', 'dev', 'vxlan0'])).stdout)
    expect(await fdb()).toEqual([FLOOD_ROW])
    for (const address of ['10.0.1.254', '10.0.1.253']) {
      expect((await labExec(name, 'ubuntu', ['ping', '-c1', '-W5', address])).code).toBe(0)
    }
    expect(await fdb()).toEqual(asRows(sample))
  })

  it('is found running by a second up', async () => {
    const holders = () =>
      liveRecords(name)
        .map(({ pid }) => pid)
        .sort()
    const before = holders()
    expect((await labUp({ name })).outcome).toBe('running')
    expect(holders()).toEqual(before)
  })

  it('refuses another scenario under its name', async () => {
    await expect(labUp({ name, scenario: 'her-ipv6' })).rejects.toThrow('take it down first')
  })

  it.each([
    ['vyos01', 'ip -d -j link', 'Option "-j" is unknown, try "ip -help".\n'],
    ['vyos02', '/sbin/bridge -s -json fdb', 'Option "-json" is unknown, try "bridge help".\n'],
  ])('%s refuses JSON: %s', async (node, command, stderr) => {
    expect(await overSsh(lab, node, command)).toEqual({ code: 255, stdout: '', stderr })
  })

  it('gives JSON on ubuntu', async () => {
    const { stdout } = await overSsh(lab, 'ubuntu', 'ip -j -d link show dev vxlan0')
    expect(JSON.parse(stdout)).toMatchObject([
      { ifname: 'vxlan0', linkinfo: { info_data: { id: 42, group: '239.1.1.1' } } },
    ])
  })

  it('is VyOS 1.1.1 on vyos01', async () => {
    const { stdout } = await overSsh(
      lab,
      'vyos01',
      'hostname; cat /opt/vyatta/etc/version; cat /etc/os-release || echo none',
    )
    expect(stdout.split('\n')).toEqual(expect.arrayContaining(['vyos01', 'Version:      VyOS 1.1.1', 'none']))
  })

  it('lets an ordinary user read and not write', async () => {
    const { stdout } = await overSsh(lab, 'vyos01', 'id -un; /sbin/bridge fdb show dev vxlan0')
    expect(asRows(stdout)).toEqual(expect.arrayContaining(['vyos', FLOOD_ROW]))
    const write = await overSsh(lab, 'vyos01', 'ip link set vxlan0 down')
    expect([write.code, write.stderr]).toEqual([2, 'RTNETLINK answers: Operation not permitted\n'])
  })

  it("leaves /sbin out of an ordinary user's PATH", async () => {
    expect((await overSsh(lab, 'ubuntu', 'bridge fdb')).code).toBe(127)
  })

  it('lets the user log in by password', async () => {
    const askPass = path.join(lab.dir, 'ask-pass')
    const { stdout } = await run([
      'sh',
      '-c',
      'printf \'#!/bin/sh\\ncat %s\\n\' "$1" >"$0" && chmod 700 "$0"',
      askPass,
      lab.passwordFile,
    ])
    expect(stdout).toBe('')
    expect(await overSshByPassword(lab, 'ubuntu', askPass, 'id -un')).toMatchObject({ code: 0, stdout: 'ops\n' })
  })

  it('has a user whose login refuses', async () => {
    const { code, stdout } = await overSsh(lab, 'ubuntu', 'ip link', REFUSED_USER)
    expect([code, stdout]).toEqual([1, 'This account is currently not available.\n'])
  })

  it('reaches a node by a jump over another', async () => {
    const jump = [...nodeWords(lab, 'vyos01').slice(0, -1), '-W', '%h:%p', 'vyos@127.0.0.1'].join(' ')
    const { stdout } = await run([
      ...sshWords(lab),
      ...byKey(lab),
      '-o',
      `ProxyCommand=${jump}`,
      'ops@10.0.2.1',
      'hostname; echo $SSH_CONNECTION',
    ])
    expect(stdout).toMatch(/^ubuntu\n10\.0\.2\.254 \d+ 10\.0\.2\.1 22\n$/)
  })

  it('lets a node vanish, connections included, and return', async () => {
    const [program = '', ...words] = nodeWords(lab, 'vyos02')
    const held = spawn(program, [...words, 'echo in; cat'], { stdio: ['pipe', 'pipe', 'ignore'] })
    await once(held.stdout, 'data')
    const cut = once(held, 'close')
    await stopSshd(name, 'vyos02')
    expect((await cut)[0]).toBe(255)
    expect((await overSsh(lab, 'vyos02', 'true')).code).toBe(255)
    await startSshd(name, 'vyos02')
    expect((await overSsh(lab, 'vyos02', 'true')).code).toBe(0)
  })

  it("passes on a command's exit status", async () => {
    expect(await labCommand('exec', '--name', name, 'ubuntu', 'sh', '-c', 'hostname; exit 7')).toMatchObject({
      code: 7,
      stdout: 'ubuntu\n',
    })
  })

  it('refuses by strict host keys once a key has changed', async () => {
    await changeHostKey(name, 'vyos01')
    const { code, stderr } = await overSsh(lab, 'vyos01', 'true')
    expect([code, stderr.includes('REMOTE HOST IDENTIFICATION HAS CHANGED')]).toEqual([255, true])
  })
})

describe('another topology beside it', () => {
  const [one, other] = [uniqueInstance('a'), uniqueInstance('b')]
  afterAll(async () => {
    if (why === null) await Promise.all([labDown(one), labDown(other)])
  })

  it('runs head-end replication over IPv6 at the same time, and outlives the first', async () => {
    const [first, second] = await Promise.all([labUp({ name: one }), labUp({ name: other, scenario: 'her-ipv6' })])
    expect(first.portBase).not.toBe(second.portBase)
    await labDown(one)
    expect(await labStatus(other)).toMatchObject({ state: 'running' })
    expect((await labExec(other, 'host1', ['ping', '-c1', '-W5', '192.0.2.3'])).code).toBe(0)
    const { stdout } = await overSsh(second, 'leaf1', '/sbin/bridge fdb show dev vxlan100')
    expect(asRows(stdout)).toEqual(
      expect.arrayContaining([
        '00:00:00:00:00:00 dst 2001:db8:2::2 self permanent',
        '00:00:00:00:00:00 dst 2001:db8:2::3 self permanent',
        '02:00:00:00:c1:03 dst 2001:db8:2::3 self',
        '02:00:00:00:c1:03 master br100',
      ]),
    )
  })
})

describe('taking a lab down', () => {
  const name = uniqueInstance('d')
  afterAll(async () => {
    if (why === null) await labDown(name)
  })

  it('leaves nothing, and may be done twice', async () => {
    const rootBefore = await rootNamespace()
    const lab = await labUp({ name })
    expect(await leftovers(name, lab)).not.toEqual(NOTHING)
    await labDown(name)
    await labDown(name)
    expect(await leftovers(name, lab)).toEqual(NOTHING)
    expect((await labStatus(name)).state).toBe('down')
    expect(await rootNamespace()).toBe(rootBefore)
  })

  it('leaves nothing after all of its processes were killed', async () => {
    const lab = await labUp({ name })
    await endProcesses(liveRecords(name))
    await labDown(name)
    expect(await leftovers(name, lab)).toEqual(NOTHING)
  })

  it('leaves nothing when its records are lost too', async () => {
    const lab = await labUp({ name })
    await run(['rm', '-rf', lab.dir])
    await labDown(name)
    expect(await leftovers(name, lab)).toEqual(NOTHING)
  })

  it('ends commands that still run on a node', async () => {
    await labUp({ name })
    const ping = labExec(name, 'ubuntu', ['ping', '-q', '10.0.1.254'])
    await until(() => processesIn([`${name}-ubuntu`]).some(({ pid }) => processName(pid) === 'ping'), 'ping to run')
    await labDown(name)
    expect((await ping).code).not.toBe(0)
  })

  it('ends what was registered, and nothing else', async () => {
    await labUp({ name })
    const [ours, others] = [spawn('sleep', ['600']), spawn('sleep', ['600'])]
    const ids = [ours, others].flatMap(({ pid }) => identify(pid ?? 0) ?? [])
    registerProcess(name, ours.pid ?? 0)
    await labDown(name)
    expect(ids.map(isAlive)).toEqual([false, true])
    others.kill()
  })
})

describe('repairing a lab', () => {
  const name = uniqueInstance('r')
  afterAll(async () => {
    if (why === null) await labDown(name)
  })

  it('builds it anew with the same keys and ports', async () => {
    const lab = await labUp({ name })
    await endProcesses(liveRecords(name).filter(({ node }) => node === 'vyos01'))
    await run(['ip', '-n', `${name}-ubuntu`, 'link', 'del', 'vxlan0'])
    const { problems } = await labStatus(name)
    expect(problems).toEqual(expect.arrayContaining(['holder of node vyos01 does not run', `vxlan0 in ${name}-ubuntu`]))
    const trusted = readFileSync(lab.knownHosts, 'utf8')
    expect(await labUp({ name })).toMatchObject({ outcome: 'repaired', portBase: lab.portBase })
    expect(readFileSync(lab.knownHosts, 'utf8')).toBe(trusted)
    expect((await overSsh(lab, 'vyos01', 'hostname')).stdout).toBe('vyos01\n')
  })
})
