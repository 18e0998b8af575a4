import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest'
import { asRest, statesOf } from '@/e2e/change/rest'
import { type LabInfo, labDown, labExec, labUp } from '@/e2e/lab/lab'
import { uniqueInstance, whyNoChanges } from '@/e2e/lab/testing'
import { until as untilTrue } from '@/e2e/lab/until'
import { EventQuery } from '@/lib/model/event'
import type { Expect, Plan } from '@/lib/model/plan'
import { type Serving, startServing } from '@/lib/server/serving'
import { until, untilConnected } from './running'

const why = await whyNoChanges()
beforeEach(context => context.skip(why !== null, why ?? ''))
vi.setConfig({ testTimeout: 120_000 })

const name = uniqueInstance('chg')
const NODES = ['ubuntu', 'vyos01', 'vyos02']
const ADDRESSES: Record<string, string> = { ubuntu: '10.100.0.1', vyos01: '10.100.0.254', vyos02: '10.100.0.253' }
const VXLAN100 = { action: 'create', name: 'vxlan100', vni: 100, group: '239.1.1.100', link: 'eth1' }

let lab: LabInfo
let serving: Serving
let rest: ReturnType<typeof asRest>

beforeAll(async () => {
  if (why !== null) return
  lab = await labUp({ name })
  const file = path.join(lab.dir, 'changes.yaml')
  await writeFile(file, (await readFile(lab.configFile, 'utf8')).replace('readOnly: true', 'readOnly: false'))
  serving = await startServing(file, lab.dir)
  rest = asRest(serving)
  await untilConnected(serving, NODES)
})
afterAll(async () => {
  if (why !== null) return
  await serving?.stop()
  await labDown(name)
})

const sh = async (node: string, script: string): Promise<string> =>
  (await labExec(name, node, ['sh', '-c', script])).stdout.trim()

interface Shown {
  mtu: number
  flags: string[]
  linkinfo: { info_kind: string; info_data: Record<string, unknown> }
  addr_info: { local: string; prefixlen: number; scope: string }[]
}

/** A device as the machine's own iproute2 shows it, in the words of a plan; VyOS 1.1's prints no JSON. */
const shownOn = async (node: string): Promise<Record<string, unknown> | null> => {
  const text = await sh(node, 'i=/run/real/ip; [ -s $i ] || i=ip; $i -d -j addr show dev vxlan100 2>/dev/null')
  if (text === '') return null
  const [shown] = JSON.parse(text) as Shown[]
  if (!shown) return null
  const { id, group, link, port, ttl, ageing, learning } = shown.linkinfo.info_data
  return {
    ...{ exists: true, vni: id, group, link, port, ttl, ageing, learning, mtu: shown.mtu },
    ...{ up: shown.flags.includes('UP') },
    addresses: shown.addr_info.filter(({ scope }) => scope === 'global').map(each => `${each.local}/${each.prefixlen}`),
  }
}

const COMPARED = [
  'exists',
  'vni',
  'group',
  'link',
  'port',
  'ttl',
  'ageing',
  'learning',
  'mtu',
  'up',
  'addresses',
] as const
const compared = (expected: Expect): object =>
  Object.fromEntries(COMPARED.flatMap(key => (expected[key] === undefined ? [] : [[key, expected[key]]])))

/** Applies the plan of a change, and looks at each node field by field. */
const apply = async (nodes: Record<string, unknown>[], atOnce = false): Promise<Plan> => {
  const plan = await rest.plan(nodes)
  const ended = await rest.ended((await rest.begin(plan.digest, atOnce)).id)
  expect(ended.nodes.map(({ node, state, failure }) => [node, state, failure])).toEqual(
    plan.nodes.map(({ node }) => [node, 'kept', null]),
  )
  for (const { node, expect: expected } of plan.nodes) {
    const shown = await shownOn(node)
    if (expected.exists) expect([node, shown]).toMatchObject([node, compared(expected)])
    else expect([node, shown]).toEqual([node, null])
  }
  return plan
}

const members = (): string[] =>
  serving.bus
    .current()
    .overlay.vnis.find(({ vni }) => vni === 100)
    ?.members.map(({ node }) => node) ?? []

const warningsOf = ({ nodes }: Plan): string =>
  nodes.flatMap(({ warnings }) => warnings.map(each => each.message)).join()

it('VNI 100 comes on three nodes, carries, is changed, and goes without a trace', async () => {
  await apply([{ ...VXLAN100, node: 'ubuntu', port: 4789, addresses: ['10.100.0.1/24'] }])
  // VyOS 1.1 has no leaf for the port: it is the kernel's 8472, which who plans is told of.
  const made = await apply(
    ['vyos01', 'vyos02'].map(node => ({ ...VXLAN100, node, addresses: [`${ADDRESSES[node]}/24`] })),
  )
  expect(warningsOf(made)).toMatch(/4789/)
  await apply([{ node: 'ubuntu', action: 'update', name: 'vxlan100', vni: 100, port: 8472 }])

  await until('the graph to show VNI 100', () => NODES.every(node => members().includes(node)))
  for (const to of ['vyos01', 'vyos02'])
    expect(await sh('ubuntu', `ping -c1 -W5 ${ADDRESSES[to]}`)).toContain('1 received')
  expect(await sh('vyos01', `ping -c1 -W5 ${ADDRESSES.vyos02}`)).toContain('1 received')

  await apply(NODES.map(node => ({ node, action: 'update', name: 'vxlan100', vni: 100, mtu: 1400 })))
  await apply(
    NODES.map(node => ({ node, action: 'delete', name: 'vxlan100', vni: 100 })),
    true,
  )
  for (const node of NODES) {
    const left =
      "ls -d /tmp/vxscope-* 2>/dev/null; grep -la 'tmp/vxscope-[0-9a-f]' /proc/[0-9]*/cmdline 2>/dev/null; true"
    await untilTrue(async () => (await sh(node, left)) === '', `nothing to be left on ${node}`)
    if (node !== 'ubuntu') expect(await sh(node, 'cat /config/config.boot')).not.toContain('vxlan100')
  }
  await until('the graph to show it no more', () => members().length === 0)
})

it('the timeline tells each of it', async () => {
  if (!serving.history.ok) throw new Error(serving.history.error.message)
  const { value: history } = serving.history
  const told = async (): Promise<string[]> => {
    const page = await history.events(EventQuery.parse({ kind: 'change', node: 'ubuntu', order: 'oldest' }))
    return page.ok ? page.value.events.map(({ text }) => text) : [page.error.message]
  }
  const all = ['create', 'update', 'update', 'delete'].map(action => `local: ${action} vxlan100: kept`)
  // Events are written in batches, off the serving loop.
  await vi.waitFor(async () => expect(await told()).toEqual(all), { timeout: 10_000 })
})

it('one of two who apply to a node at once wins, the other is told to plan again', async () => {
  const { digest } = await rest.plan([{ ...VXLAN100, node: 'ubuntu' }])
  const other = await rest.plan([{ ...VXLAN100, node: 'ubuntu', mtu: 1300 }])
  const both = await Promise.all([rest.begin(digest), rest.begin(other.digest)])
  expect(both.map(({ status, code }) => [status, code])).toEqual([
    [202, ''],
    [409, 'planAgain'],
  ])
  expect(statesOf(await rest.ended(both[0]?.id ?? ''))).toEqual({ ubuntu: 'kept' })
  // The node is no longer as the other's plan took it, and the first was used.
  for (const each of [other.digest, digest]) expect(await rest.begin(each)).toMatchObject({ code: 'planAgain' })
  await apply([{ node: 'ubuntu', action: 'delete', name: 'vxlan100', vni: 100 }])
})
