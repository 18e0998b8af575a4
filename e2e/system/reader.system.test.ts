import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { connectLabNode } from '@/e2e/lab/connect'
import { type LabInfo, labDown, labExec, labUp } from '@/e2e/lab/lab'
import { endProcesses, processesIn, processName } from '@/e2e/lab/processes'
import { uniqueInstance, whyNoLab } from '@/e2e/lab/testing'
import { openReader, READ_LIMITS, type ReaderKind } from '@/lib/collect'
import { createExecReader } from '@/lib/collect/exec-reader'
import type { Reading } from '@/lib/model/reading'
import { NO_NEEDS, PROBE, parseProbe, parseReading, type ReadingNeeds, readingQueries } from '@/lib/platform'
import type { SshConnection } from '@/lib/ssh'
import { until } from './running'

const NAME = uniqueInstance('q')
const lacking = await whyNoLab()
const NODE = 'ubuntu'
const UNREACHABLE = Array.from({ length: 10 }, (_, index) => `203.0.113.${index + 1}`)

const onNode = async (...argv: string[]) => {
  const { code, stderr } = await labExec(NAME, NODE, argv)
  if (code !== 0) throw new Error(`${argv.join(' ')}: ${stderr}`)
}

/** What of a reading does not pass by itself. */
const lasting = ({ links, fdb, routes }: Reading) => ({
  links,
  fdb: fdb.map(entry => ({ ...entry, used: null, updated: null })),
  routes,
})

describe('a reader on a real node', () => {
  let lab: LabInfo
  const connections: SshConnection[] = []

  beforeAll(async () => {
    if (lacking) return
    lab = await labUp({ name: NAME })
    await onNode('ping', '-c1', '-W5', '10.0.1.254')
  })
  beforeEach(context => context.skip(lacking !== null, lacking ?? ''))
  afterEach(async () => {
    for (const connection of connections.splice(0)) await connection.close()
  })
  afterAll(async () => {
    if (!lacking) await labDown(NAME)
  })

  const open = async (node = NODE, skip: ReaderKind[] = []) => {
    const connection = await connectLabNode(lab, node)
    connections.push(connection)
    const probe = await createExecReader(connection).ask(PROBE, READ_LIMITS)
    const profile = probe.ok ? parseProbe(probe.value, null) : probe
    if (!profile.ok) throw new Error(profile.error.message)
    const reader = await openReader(connection, profile.value, { limits: READ_LIMITS, skip: new Set(skip) })
    const read = async (needs: ReadingNeeds = NO_NEEDS) => {
      const answers = await reader.ask(readingQueries(profile.value, needs), READ_LIMITS)
      const reading = answers.ok ? parseReading(profile.value, answers.value, 0) : answers
      if (!reading.ok) throw new Error(`${reading.error.code}: ${reading.error.message}`)
      return reading.value
    }
    return { reader, read }
  }

  it.each<[ReaderKind, string, ReaderKind[]]>([
    ['batch', 'ubuntu', []],
    ['shell', 'ubuntu', ['batch']],
    ['exec', 'ubuntu', ['batch', 'shell']],
    ['shell', 'vyos01', []],
  ])('is a %s on %s, %j left out, and reads again and again', async (kind, node, skip) => {
    const { reader, read } = await open(node, skip)
    const readings = [await read(), await read(), await read()]
    expect(reader.kind).toBe(kind)
    for (const reading of readings) expect(reading.links.map(({ ifname }) => ifname)).toContain('vxlan0')
  })

  it('gives the same reading, whichever it is', async () => {
    const needs = { ...NO_NEEDS, vnis: true, nexthops: true, remotes: ['10.0.2.254'] }
    const readings = []
    for (const skip of [[], ['batch'], ['batch', 'shell']] as ReaderKind[][]) {
      const { read } = await open(NODE, skip)
      readings.push(lasting(await read(needs)))
    }
    expect(readings[0]).toEqual(readings[2])
    expect(readings[1]).toEqual(readings[2])
    expect(readings[0]?.fdb.map(({ dst }) => dst)).toContain('10.0.2.254')
  })

  it('never gives a row under the old name of a device', async () => {
    const { reader, read } = await open()
    await onNode('ip', 'link', 'add', 'vxa', 'type', 'vxlan', 'id', '77', 'dstport', '4999')
    await onNode('bridge', 'fdb', 'add', '02:00:00:00:00:c1', 'dev', 'vxa', 'dst', '10.0.2.98')
    const nameOf = async () => (await read()).fdb.find(({ mac }) => mac === '02:00:00:00:00:c1')?.ifname
    expect(await nameOf()).toBe('vxa')
    await onNode('ip', 'link', 'set', 'vxa', 'name', 'vxb')
    expect(await nameOf()).toBe('vxb')
    await onNode('ip', 'link', 'del', 'vxb')
    expect([await nameOf(), reader.kind]).toEqual([undefined, 'batch'])
  })

  it('never gives a row under the name of a device whose ifindex is used again', async () => {
    const { reader, read } = await open()
    const make = async (name: string, mac: string) => {
      await onNode('ip', 'link', 'add', name, 'index', '777', 'type', 'vxlan', 'id', '78', 'dstport', '4998')
      await onNode('bridge', 'fdb', 'add', mac, 'dev', name, 'dst', '10.0.2.98')
    }
    const named = async () =>
      (await read()).fdb.filter(({ dst }) => dst === '10.0.2.98').map(({ mac, ifname }) => [mac, ifname])
    await make('vxold', '02:00:00:00:00:d1')
    expect(await named()).toEqual([['02:00:00:00:00:d1', 'vxold']])
    await onNode('ip', 'link', 'del', 'vxold')
    await make('vxnew', '02:00:00:00:00:d2')
    expect(await named()).toEqual([['02:00:00:00:00:d2', 'vxnew']])
    await onNode('ip', 'link', 'del', 'vxnew')
    expect(reader.kind).toBe('batch')
  })

  it('asks elsewhere what a batch refuses, in the first reading too, and stays', async () => {
    const needs = { ...NO_NEEDS, remotes: [...UNREACHABLE, '10.0.2.254'] }
    const { reader, read } = await open()
    const shell = await open(NODE, ['batch'])
    expect(lasting(await read(needs))).toEqual(lasting(await shell.read(needs)))
    expect(reader.kind).toBe('batch')
  })

  it('goes on by the next way when its programs are killed on the node', async () => {
    const { reader, read } = await open()
    await read()
    const kill = async (program: string) => {
      const found = processesIn([`${NAME}-${NODE}`]).filter(({ pid }) => processName(pid) === program)
      expect(found.length).toBeGreaterThan(0)
      await endProcesses(found)
    }
    await kill('bridge')
    await read()
    expect(reader.kind).toBe('shell')
    await kill('sh')
    await read()
    expect(reader.kind).toBe('exec')
  })

  it('leaves nothing on the node when it is closed', async () => {
    const before = processesIn([`${NAME}-${NODE}`]).length
    const { reader, read } = await open()
    await read()
    await reader.close()
    for (const connection of connections.splice(0)) await connection.close()
    await until('its programs to be gone', () => processesIn([`${NAME}-${NODE}`]).length <= before)
  })
})
