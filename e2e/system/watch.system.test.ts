import { spawn } from 'node:child_process'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { connectLabNode } from '@/e2e/lab/connect'
import { type LabInfo, labDown, labExec, labUp, startSshd } from '@/e2e/lab/lab'
import { endProcesses, processesIn, processName } from '@/e2e/lab/processes'
import { uniqueInstance, whyNoLab } from '@/e2e/lab/testing'
import { watchNode } from '@/lib/collect'
import type { NodeError } from '@/lib/model/error'
import type { SshConnection } from '@/lib/ssh'
import { until } from './running'

const NAME = uniqueInstance('w')
const lacking = await whyNoLab()
const NODE = 'ubuntu'
const MONITORS = ['ip', 'bridge']

const onNode = (...argv: string[]) => labExec(NAME, NODE, argv)
const monitors = () => processesIn([`${NAME}-${NODE}`]).filter(({ pid }) => MONITORS.includes(processName(pid) ?? ''))
const untilNoMonitor = () => until('no monitor to be left on the node', () => monitors().length === 0, 10_000)

describe('watching a node', () => {
  let lab: LabInfo
  const connections: SshConnection[] = []

  beforeAll(async () => {
    if (!lacking) lab = await labUp({ name: NAME })
  })
  beforeEach(context => context.skip(lacking !== null, lacking ?? ''))
  afterEach(async () => {
    for (const connection of connections.splice(0)) await connection.close()
  })
  afterAll(async () => {
    if (!lacking) await labDown(NAME)
  })

  const watching = async (node = NODE) => {
    const heard = { fdb: [] as string[], link: [] as string[], overflows: 0, ends: [] as NodeError[] }
    const connection = await connectLabNode(lab, node)
    connections.push(connection)
    const watch = await watchNode(connection, {
      onLine: (source, line) => heard[source].push(line),
      onOverflow: () => heard.overflows++,
      onEnd: error => heard.ends.push(error),
    })
    if (!watch.ok) throw new Error(`${watch.error.code}: ${watch.error.message}`)
    return { heard, connection, watch: watch.value }
  }

  it.each(['ubuntu', 'vyos01'])('misses nothing that happens once it watches %s', async node => {
    const { heard } = await watching(node)
    const row = ['02:00:00:00:00:aa', 'dev', 'vxlan0', 'dst', '10.0.2.99']
    await labExec(NAME, node, ['bridge', 'fdb', 'add', ...row])
    await labExec(NAME, node, ['ip', 'addr', 'add', '10.0.9.9/32', 'dev', 'lo'])
    await until('both lines', () => heard.fdb.length > 0 && heard.link.length > 0)
    expect(heard.fdb[0]).toContain('02:00:00:00:00:aa dev vxlan0 dst 10.0.2.99')
    expect(heard.link[0]).toContain('10.0.9.9/32')
    await labExec(NAME, node, ['bridge', 'fdb', 'del', ...row])
    await labExec(NAME, node, ['ip', 'addr', 'del', '10.0.9.9/32', 'dev', 'lo'])
  })

  it('leaves no monitor when it is closed, and calls nobody', async () => {
    const { heard, connection, watch } = await watching()
    expect(monitors()).toHaveLength(2)
    await watch.close()
    await untilNoMonitor()
    expect([heard.ends, connection.status]).toEqual([[], 'connected'])
  })

  it('leaves no monitor when its process is killed', async () => {
    const child = spawn(process.execPath, ['e2e/system/hold-watch.mjs', NAME, NODE], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    let said = ''
    child.stdout.on('data', chunk => {
      said += String(chunk)
    })
    await until('the child to watch', () => said === 'watching\n')
    expect(monitors()).toHaveLength(2)
    child.kill('SIGKILL')
    await untilNoMonitor()
  })

  it('leaves no monitor when the sshd of its connection is killed, and says that it ended', async () => {
    const { heard } = await watching()
    await endProcesses(processesIn([`${NAME}-${NODE}`]).filter(({ pid }) => processName(pid) === 'sshd'))
    await untilNoMonitor()
    await until('the end to be told', () => heard.ends.length > 0)
    expect(heard.ends).toMatchObject([{ code: 'unreachable' }])
    await startSshd(NAME, NODE)
  })

  it('says that it ended when a monitor is killed on the node, and ends the other', async () => {
    const { heard } = await watching()
    await endProcesses(monitors().filter(({ pid }) => processName(pid) === 'bridge'))
    await untilNoMonitor()
    await until('the end to be told', () => heard.ends.length > 0)
    expect(heard.ends).toMatchObject([{ code: 'exitStatus' }])
  })

  it('names a renamed device rightly once renewed', async () => {
    const { heard, watch } = await watching()
    await onNode('ip', 'link', 'add', 'vxa', 'type', 'vxlan', 'id', '77', 'dstport', '4999')
    await onNode('bridge', 'fdb', 'add', '02:00:00:00:00:b1', 'dev', 'vxa', 'dst', '10.0.2.98')
    await until('the first line', () => heard.fdb.some(line => line.includes('b1 dev vxa ')))
    await onNode('ip', 'link', 'set', 'vxa', 'name', 'vxb')
    expect(await watch.renew()).toEqual({ ok: true, value: null })
    await onNode('bridge', 'fdb', 'add', '02:00:00:00:00:b2', 'dev', 'vxb', 'dst', '10.0.2.98')
    await until('the second line', () => heard.fdb.some(line => line.includes('b2')))
    expect(heard.fdb.filter(line => line.includes('b2')).at(-1)).toContain('dev vxb ')
    expect([monitors().length, heard.ends]).toEqual([2, []])
    await onNode('ip', 'link', 'del', 'vxb')
  })

  it('can not be had where there is no monitor', async () => {
    const connection = await connectLabNode(lab, NODE)
    connections.push(connection)
    await onNode('mount', '--bind', '/usr/bin/false', '/usr/sbin/bridge')
    const watch = await watchNode(connection, { onLine() {}, onOverflow() {}, onEnd() {} })
    await onNode('umount', '/usr/sbin/bridge')
    expect(watch).toMatchObject({ ok: false, error: { code: 'exitStatus' } })
    await untilNoMonitor()
  })
})
