import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type LabInfo, labDown, labExec, labUp, startSshd, stopSshd } from '@/e2e/lab/lab'
import { processesIn } from '@/e2e/lab/processes'
import { uniqueInstance, whyNoLab } from '@/e2e/lab/testing'
import type { Event } from '@/lib/model/event'
import { type Runtime, startRuntime } from '@/lib/server/runtime'
import { nodeOf, until, untilConnected } from './running'

const NAME = uniqueInstance('v')
const lacking = await whyNoLab()
const VYOS01 = '86:24:26:b2:11:5c'
const VYOS02 = '4e:69:a4:a7:ef:1c'

let lab: LabInfo
let runtime: Runtime
const events: Event[] = []

const on = async (node: string, ...argv: string[]): Promise<void> => {
  const { code, stderr } = await labExec(NAME, node, argv)
  if (code !== 0) throw new Error(`${argv.join(' ')}: ${stderr}`)
}

/** Its words, one blank between two; empty where it is gone. */
const commandOf = (pid: number): string => {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')
  } catch {
    return ''
  }
}

const row = (node: string, mac: string) => runtime.bus.current().fdb.find(one => one.node === node && one.mac === mac)

const untilEvent = (what: Partial<Event>, mac: string | null = null, limitMs?: number): Promise<Event> => {
  const isIt = (event: Event): boolean =>
    (mac === null || event.row?.mac === mac) &&
    Object.entries(what).every(([key, value]) => event[key as keyof Event] === value)
  return until(`${JSON.stringify(what)} ${mac ?? ''}`, () => events.find(isIt), limitMs)
}

/** Well before the next full reading, which would tell it too. */
const BY_THE_STREAM_MS = 5_000

describe('what happens on a node', () => {
  beforeAll(async () => {
    if (lacking) return
    lab = await labUp({ name: NAME })
    runtime = await startRuntime(lab.configFile)
    runtime.bus.subscribe(message => events.push(...message.events))
    await untilConnected(runtime, ['vyos01', 'vyos02', 'ubuntu'])
    await until('all three to be watched', () =>
      ['vyos01', 'vyos02', 'ubuntu'].every(name => nodeOf(runtime, name).watch === 'stream'),
    )
  })

  beforeEach(context => {
    context.skip(lacking !== null, lacking ?? '')
    events.length = 0
  })

  afterAll(async () => {
    await runtime?.stop()
    if (!lacking) await labDown(NAME)
  })

  it('is told as it happens: learned from a ping', async () => {
    await on('ubuntu', 'ping', '-c1', '10.0.1.254')
    await untilEvent({ kind: 'learned', node: 'ubuntu' }, VYOS01, BY_THE_STREAM_MS)
    expect(row('ubuntu', VYOS01)).toMatchObject({ kind: 'learned', dst: '10.0.2.254', dstNodes: ['vyos01'] })
    const tunnel = runtime.bus.current().overlay.tunnels.find(({ id }) => id === 'tunnel:42:10.0.2.1>10.0.2.254')
    expect(tunnel).toMatchObject({ kinds: ['learned'], macs: 1 })
    expect(nodeOf(runtime, 'ubuntu').missed).toBe(0)
  })

  it('is counted as missed where a reading tells what the stream did not, and is told once', async () => {
    const mac = '02:00:00:00:00:77'
    const [monitor] = processesIn([`${NAME}-ubuntu`]).filter(({ pid }) => commandOf(pid).startsWith('bridge monitor'))
    if (!monitor) throw new Error('nobody watches ubuntu')
    process.kill(monitor.pid, 'SIGSTOP')
    try {
      await on('ubuntu', 'bridge', 'fdb', 'add', mac, 'dev', 'vxlan0', 'dst', '10.0.2.99', 'static')
      // A new address has the node read.
      await on('ubuntu', 'ip', 'addr', 'add', '10.0.9.9/32', 'dev', 'lo')
      await untilEvent({ kind: 'added', node: 'ubuntu' }, mac)
      await until('it to be counted', () => nodeOf(runtime, 'ubuntu').missed === 1)
    } finally {
      process.kill(monitor.pid, 'SIGCONT')
    }
    await on('ubuntu', 'bridge', 'fdb', 'del', mac, 'dev', 'vxlan0', 'dst', '10.0.2.99')
    await untilEvent({ kind: 'gone', node: 'ubuntu' }, mac)
    expect(events.flatMap(({ kind, row }) => (row?.mac === mac ? kind : []))).toEqual(['added', 'gone'])
  })

  it('is told by the stream, each of several changes in a row: no reading comes that often', async () => {
    for (const mac of ['02:00:00:00:00:11', '02:00:00:00:00:12', '02:00:00:00:00:13', '02:00:00:00:00:14']) {
      await on('ubuntu', 'bridge', 'fdb', 'replace', mac, 'dev', 'vxlan0', 'dst', '10.0.2.254', 'dynamic')
      await untilEvent({ kind: 'learned', node: 'ubuntu' }, mac, BY_THE_STREAM_MS)
    }
  })

  it('says by which clock an entry ages, and when it will go', async () => {
    const { expiresAt, ageing } = await until('an expiry', () => {
      const found = row('ubuntu', VYOS01)
      return found?.expiresAt ? found : null
    })
    const left = (Date.parse(expiresAt ?? '') - Date.now()) / 1000
    expect(ageing).toBe(300)
    expect(left).toBeGreaterThan(250)
    expect(left).toBeLessThan(301.5)
  })

  it('moved: to another VTEP', async () => {
    await on('ubuntu', 'bridge', 'fdb', 'replace', VYOS01, 'dev', 'vxlan0', 'dst', '10.0.2.253', 'dynamic')
    const event = await untilEvent({ kind: 'moved', node: 'ubuntu' }, VYOS01)
    expect([event.from, event.to]).toEqual(['10.0.2.254', '10.0.2.253'])
  })

  it('flushed: taken away before its time', async () => {
    await on('ubuntu', 'bridge', 'fdb', 'del', VYOS01, 'dev', 'vxlan0', 'dst', '10.0.2.253')
    expect((await untilEvent({ kind: 'gone', node: 'ubuntu' }, VYOS01)).reason).toBe('flushed')
  })

  it('aged: its time had come', async () => {
    await on('vyos02', 'ip', 'link', 'set', 'vxlan0', 'type', 'vxlan', 'ageing', '10')
    await on('vyos02', 'ping', '-c1', '10.0.1.254')
    await untilEvent({ kind: 'learned', node: 'vyos02' }, VYOS01)
    expect((await untilEvent({ kind: 'gone', node: 'vyos02' }, VYOS01)).reason).toBe('aged')
  })

  it('device down: what it had learned goes with it', async () => {
    await on('vyos01', 'ping', '-c1', '10.0.1.253')
    await until('vyos01 to know vyos02', () => row('vyos01', VYOS02))
    await on('vyos01', 'ip', 'link', 'set', 'vxlan0', 'down')
    expect((await untilEvent({ kind: 'gone', node: 'vyos01' }, VYOS02)).reason).toBe('deviceDown')
    await untilEvent({ kind: 'linkDown', node: 'vyos01' })
    await on('vyos01', 'ip', 'link', 'set', 'vxlan0', 'up')
    await untilEvent({ kind: 'linkUp', node: 'vyos01' })
  })

  it('device deleted', async () => {
    await on('vyos01', 'ping', '-c1', '10.0.1.253')
    await until('vyos01 to know vyos02', () => row('vyos01', VYOS02))
    await on('vyos01', 'ip', 'link', 'del', 'vxlan0')
    expect((await untilEvent({ kind: 'gone', node: 'vyos01' }, VYOS02)).reason).toBe('deviceDeleted')
    await untilEvent({ kind: 'linkGone', node: 'vyos01' })
  })

  it('a node that vanishes tells nothing of its entries, and brings no false events when it is back', async () => {
    await on('vyos02', 'bridge', 'fdb', 'add', '02:00:00:00:00:01', 'dev', 'vxlan0', 'dst', '10.0.2.1', 'static')
    await untilEvent({ kind: 'added', node: 'vyos02' }, '02:00:00:00:00:01')
    await stopSshd(NAME, 'vyos02')
    await untilEvent({ kind: 'nodeLost', node: 'vyos02' })
    expect(row('vyos02', '02:00:00:00:00:01')?.state).toBe('stale')
    await startSshd(NAME, 'vyos02')
    await untilEvent({ kind: 'nodeConnected', node: 'vyos02' })
    await until('it to be live', () => row('vyos02', '02:00:00:00:00:01')?.state === 'live')
    expect(
      events.filter(({ node, row }) => node === 'vyos02' && row?.mac === '02:00:00:00:00:01').map(({ kind }) => kind),
    ).toEqual(['added'])
  })
})
