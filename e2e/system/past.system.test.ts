import { readFileSync, writeFileSync } from 'node:fs'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type LabInfo, labDown, labExec, labUp, startSshd, stopSshd } from '@/e2e/lab/lab'
import { uniqueInstance, whyNoLab } from '@/e2e/lab/testing'
import { FdbAnswer, OverlayAnswer } from '@/lib/model/api'
import { DensityAnswer, type Event, EventsAnswer } from '@/lib/model/event'
import type { FdbRow, Node, Tunnel } from '@/lib/model/overlay'
import { answerDensity } from '@/lib/server/density'
import { answerEvents } from '@/lib/server/events'
import { answerFdb } from '@/lib/server/fdb'
import { answerOverlay } from '@/lib/server/overlay'
import { type Serving, startServing } from '@/lib/server/serving'
import { nodeOf, until, untilConnected } from './running'

const NAME = uniqueInstance('z')
const lacking = await whyNoLab()
const NODES = ['vyos01', 'vyos02', 'ubuntu']
const VYOS01 = '86:24:26:b2:11:5c'
const VYOS02 = '4e:69:a4:a7:ef:1c'
const PORT_MAC = '02:00:00:00:00:77'

/** Nothing new for so long, ms: why a row went is decided within 300. */
const QUIET_MS = 1000

let lab: LabInfo
let serving: Serving
let events: Event[] = []

const on = async (node: string, ...argv: string[]): Promise<void> => {
  const { code, stderr } = await labExec(NAME, node, argv)
  if (code !== 0) throw new Error(`${argv.join(' ')}: ${stderr}`)
}

const row = (node: string, mac: string) => serving.bus.current().fdb.find(one => one.node === node && one.mac === mac)

const untilEvent = (what: Partial<Event>, mac: string | null = null): Promise<Event> =>
  until(`${JSON.stringify(what)} ${mac ?? ''}`, () =>
    events.find(
      event =>
        (mac === null || event.row?.mac === mac) &&
        Object.entries(what).every(([key, value]) => event[key as keyof Event] === value),
    ),
  )

const request = (path: string, query: Record<string, string>): Request =>
  new Request(`http://localhost/api/v1/${path}?${new URLSearchParams(query)}`)

const fields = async (answer: Promise<Response>): Promise<unknown> => {
  const response = await answer
  const body: unknown = await response.json()
  if (response.status !== 200) throw new Error(JSON.stringify(body))
  return body
}

const lastingRow = ({ id, node, ifname, mac, vni, vlan, dst, dstNodes, port, via, srcVni, nhid, ...row }: FdbRow) => ({
  ...{ id, node, ifname, mac, vni, vlan, dst, dstNodes, port, via, srcVni, nhid },
  ...{ kind: row.kind, flags: row.flags, master: row.master, state: row.state, ageing: row.ageing },
})

const lastingNode = ({ name, host, platform, os, kernel, iproute2, status, state, tags, addresses }: Node) => ({
  ...{ name, host, platform, os, kernel, iproute2, status, state, tags, addresses },
})

const lastingTunnel = ({ evidence, ...tunnel }: Tunnel) => ({ ...tunnel, evidence: evidence.length })

/** What two answers must agree in: all but ages, and how a node is watched. */
const lookAt = async (query: Record<string, string>) => {
  const overlay = OverlayAnswer.parse(await fields(answerOverlay(request('overlay', query), serving)))
  const fdb = FdbAnswer.parse(await fields(answerFdb(request('fdb', { ...query, limit: '10000' }), serving)))
  return {
    nodes: overlay.nodes.map(lastingNode),
    vteps: overlay.vteps,
    vnis: overlay.vnis,
    groups: overlay.groups,
    tunnels: overlay.tunnels.map(lastingTunnel),
    fdb: fdb.rows.map(lastingRow),
  }
}

interface Moment {
  what: string
  at: string
  seen: Awaited<ReturnType<typeof lookAt>>
  events: string[]
}

const moments: Moment[] = []

/** Keeps how it looks once nothing has changed for a while. */
const keep = async (what: string): Promise<void> => {
  let last = ''
  let since = performance.now()
  await until(`quiet after ${what}`, () => {
    const { overlay, fdb } = serving.bus.current()
    const now = JSON.stringify([overlay.nodes.map(lastingNode), fdb.map(lastingRow), events.length])
    if (now !== last) [last, since] = [now, performance.now()]
    return performance.now() - since > QUIET_MS
  })
  const at = new Date().toISOString()
  moments.push({ what, at, seen: await lookAt({}), events: events.map(({ id }) => id) })
}

/** An inventory of the lab, where each node is an item of several lines. */
const withoutNode = (inventory: string, name: string): string =>
  inventory
    .split(/^(?= {2}- name: )/m)
    .filter(part => !part.startsWith(`  - name: ${name}\n`))
    .join('')

const start = async (): Promise<void> => {
  events = []
  serving = await startServing(lab.configFile)
  serving.bus.subscribe(message => events.push(...message.events))
}

describe('a day, told afterwards', () => {
  beforeAll(async () => {
    if (lacking) return
    lab = await labUp({ name: NAME })
    await start()
    await untilConnected(serving, NODES)
    await until('all three to be watched', () => NODES.every(name => nodeOf(serving, name).watch === 'stream'))
  })

  beforeEach(context => context.skip(lacking !== null, lacking ?? ''))

  afterAll(async () => {
    await serving?.stop()
    if (!lacking) await labDown(NAME)
  })

  it('passes', { timeout: 180_000 }, async () => {
    await keep('the beginning')

    await on('ubuntu', 'ping', '-c1', '10.0.1.254')
    await untilEvent({ kind: 'learned', node: 'ubuntu' }, VYOS01)
    await keep('learned')

    await on('ubuntu', 'bridge', 'fdb', 'replace', VYOS01, 'dev', 'vxlan0', 'dst', '10.0.2.253', 'dynamic')
    await untilEvent({ kind: 'moved', node: 'ubuntu' }, VYOS01)
    await keep('moved')

    await on('ubuntu', 'bridge', 'fdb', 'del', VYOS01, 'dev', 'vxlan0', 'dst', '10.0.2.253')
    await untilEvent({ kind: 'gone', reason: 'flushed', node: 'ubuntu' }, VYOS01)
    await keep('flushed')

    await on('ubuntu', 'bridge', 'fdb', 'append', '00:00:00:00:00:00', 'dev', 'vxlan0', 'dst', '10.0.2.99')
    await untilEvent({ kind: 'added', node: 'ubuntu' }, '00:00:00:00:00:00')
    await keep('flooded to a ghost')

    await on('ubuntu', 'ip', 'link', 'add', 'br9', 'type', 'bridge')
    for (const port of ['p1', 'p2']) {
      await on('ubuntu', 'ip', 'link', 'add', port, 'type', 'veth', 'peer', 'name', `${port}-end`)
      await on('ubuntu', 'ip', 'link', 'set', port, 'master', 'br9', 'up')
    }
    await on('ubuntu', 'bridge', 'fdb', 'add', PORT_MAC, 'dev', 'p1', 'master', 'static')
    await until('the port to have it', () => row('ubuntu', PORT_MAC)?.ifname === 'p1')
    await keep('a bridge')
    await on('ubuntu', 'bridge', 'fdb', 'replace', PORT_MAC, 'dev', 'p2', 'master', 'static')
    await until('the other port to have it', () => row('ubuntu', PORT_MAC)?.ifname === 'p2')
    await keep('another port')
    await on('ubuntu', 'ip', 'link', 'set', 'p2', 'name', 'p3')
    await until('its new name', () => row('ubuntu', PORT_MAC)?.ifname === 'p3')
    await keep('renamed')

    await on('vyos01', 'ping', '-c1', '10.0.1.253')
    await until('vyos01 to know vyos02', () => row('vyos01', VYOS02))
    await on('vyos01', 'ip', 'link', 'set', 'vxlan0', 'down')
    await untilEvent({ kind: 'linkDown', node: 'vyos01' })
    await keep('down')
    await on('vyos01', 'ip', 'link', 'set', 'vxlan0', 'up')
    await untilEvent({ kind: 'linkUp', node: 'vyos01' })
    await keep('up')

    await on('vyos02', 'ip', 'link', 'set', 'vxlan0', 'type', 'vxlan', 'ageing', '10')
    await on('vyos02', 'ping', '-c1', '10.0.1.254')
    await until('vyos02 to know vyos01', () => row('vyos02', VYOS01))
    await keep('learned for ten seconds')
    await untilEvent({ kind: 'gone', reason: 'aged', node: 'vyos02' }, VYOS01)
    await keep('aged')

    await on('vyos02', 'bridge', 'fdb', 'add', '02:00:00:00:00:01', 'dev', 'vxlan0', 'dst', '10.0.2.1', 'static')
    await untilEvent({ kind: 'added', node: 'vyos02' }, '02:00:00:00:00:01')
    await stopSshd(NAME, 'vyos02')
    await untilEvent({ kind: 'nodeLost', node: 'vyos02' })
    await keep('lost')
    await on('vyos02', 'bridge', 'fdb', 'del', '02:00:00:00:00:01', 'dev', 'vxlan0', 'dst', '10.0.2.1')
    const before = events.length
    await startSshd(NAME, 'vyos02')
    await until('vyos02 to be back', () =>
      events.slice(before).some(({ kind, node }) => kind === 'nodeConnected' && node === 'vyos02'),
    )
    await keep('back')

    await on('vyos01', 'ip', 'link', 'del', 'vxlan0')
    await untilEvent({ kind: 'linkGone', node: 'vyos01' })
    await keep('deleted')
    expect(moments.length).toBe(15)
  })

  const expectThePast = async () => {
    for (const { what, at, seen } of moments) expect({ what, ...(await lookAt({ at })) }).toEqual({ what, ...seen })
  }

  it('and each moment of it looks as it did', async () => {
    expect(moments.length).toBeGreaterThan(0)
    await expectThePast()
  })

  it('with what had happened until then', async () => {
    for (const { what, at, events: happened } of moments) {
      const until = new Date(Date.parse(at) + 1).toISOString()
      const page = EventsAnswer.parse(
        await fields(answerEvents(request('events', { until, limit: '1000' }), serving.history)),
      )
      expect({ what, ids: page.events.map(({ id }) => id).sort() }).toEqual({ what, ids: [...happened].sort() })
    }
  })

  it('after a restart too, and then as it is now though things changed meanwhile', async () => {
    await serving.stop()
    const between = new Date().toISOString()
    await on('ubuntu', 'bridge', 'fdb', 'del', '00:00:00:00:00:00', 'dev', 'vxlan0', 'dst', '10.0.2.99')
    await start()
    await untilConnected(serving, NODES)
    await keep('restarted')
    await expectThePast()
    const { nodes, fdb, vteps } = await lookAt({ at: between })
    expect(nodes.map(({ name, state }) => [name, state])).toEqual(NODES.toSorted().map(name => [name, 'stale']))
    expect(new Set(fdb.map(({ state }) => state))).toEqual(new Set(['stale']))
    expect(vteps.length).toBeGreaterThan(0)
    const density = DensityAnswer.parse(await fields(answerDensity(request('events/density', {}), serving.history)))
    expect(density.gaps.filter(({ from, to }) => from <= between && between <= to)).toHaveLength(1)
  })

  it('without a node that was taken out of the inventory, from then on', async () => {
    const inventory = readFileSync(lab.configFile, 'utf8')
    const before = new Date(Date.now() - 1).toISOString()
    writeFileSync(lab.configFile, withoutNode(inventory, 'vyos02'))
    try {
      await until('vyos02 to be gone', () => serving.bus.current().overlay.nodes.length === 2)
      const after = new Date().toISOString()
      const namesAt = async (at: string) => (await lookAt({ at })).nodes.map(({ name }) => name)
      expect(await namesAt(before)).toContain('vyos02')
      expect(await namesAt(after)).not.toContain('vyos02')
    } finally {
      writeFileSync(lab.configFile, inventory)
    }
    await until('vyos02 to be back', () => serving.bus.current().overlay.nodes.length === 3)
    await untilConnected(serving, NODES)
  })

  it('and refuses what is still to come and what was never recorded', async () => {
    const statusAt = async (at: string) => {
      const response = await answerOverlay(request('overlay', { at }), serving)
      return [response.status, ((await response.json()) as { error: { code: string } }).error.code]
    }
    expect(await statusAt('2999-01-01T00:00:00Z')).toEqual([400, 'badRequest'])
    expect(await statusAt('2014-11-22T12:00:00+01:00')).toEqual([404, 'tooOld'])
  })
})
