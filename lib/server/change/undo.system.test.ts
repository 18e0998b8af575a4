import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest'
import { installPause, type Pause } from '@/e2e/change/pause'
import { asRest, statesOf } from '@/e2e/change/rest'
import { killSshd, type LabInfo, labDown, labExec, labUp, startSshd } from '@/e2e/lab/lab'
import { uniqueInstance, whyNoChanges } from '@/e2e/lab/testing'
import { until } from '@/e2e/lab/until'
import { AuditQuery } from '@/lib/model/audit'
import type { Plan, PlanNode } from '@/lib/model/plan'
import { type Serving, startServing } from '../serving'

/** Every cut point of every kind of change; else one of each kind on each platform. */
const ALL = process.env.VXSCOPE_LONG === '1'
const why = await whyNoChanges()
beforeEach(context => context.skip(why !== null, why ?? ''))
vi.setConfig({ testTimeout: ALL ? 3_600_000 : 180_000, hookTimeout: 180_000 })

const name = uniqueInstance('und')
const JUMP = 'vyos12'
/** iproute2; VyOS without a check of `ip link add`; with one; with commit-confirm. */
const NODES = ['ubuntu', 'vyos11', 'vyos13', 'vyos14'] as const
type NodeName = (typeof NODES)[number]
/** Time passes by `letTimePass`: nobody knows how long a busy machine takes to come to a command. */
const TIMES = '{ undoAfter: 300, verifyWithin: 1, grace: 60, lockTries: 1, lockWait: 1 }'

let lab: LabInfo
let serving: Serving
let rest: ReturnType<typeof asRest>
const pauses = new Map<NodeName, Pause>()
const children: ChildProcess[] = []

/** Each node is reached by its underlay, through another node: a link that goes down takes the connection with it. */
const inventoryOf = ({ nodes, knownHosts, identityFile }: LabInfo): string => {
  const jump = nodes.find(each => each.name === JUMP)
  const others = nodes.filter(node => NODES.some(each => each === node.name))
  return [
    ...['readOnly: false', `apply: ${TIMES}`, `knownHosts: ${knownHosts}`],
    ...[`defaults: { identityFile: ${identityFile} }`, 'nodes:'],
    `  - { name: ${JUMP}, host: 127.0.0.1, port: ${jump?.port}, user: ${jump?.user} }`,
    ...others.map(
      each => `  - { name: ${each.name}, host: ${each.underlay[0]}, user: ${each.user}, proxyJump: ${JUMP} }`,
    ),
    '',
  ].join('\n')
}

const untilLive = (running: Serving): Promise<void> =>
  until(
    () => {
      const { nodes } = running.bus.current().overlay
      return nodes.length > NODES.length && nodes.every(({ state }) => state === 'live')
    },
    'all nodes to be read',
    60_000,
  )

beforeAll(async () => {
  if (why !== null) return
  lab = await labUp({ name, scenario: 'vyos-releases' })
  for (const file of ['undo', 'killed']) await writeFile(path.join(lab.dir, `${file}.yaml`), inventoryOf(lab))
  // Another underlay than the one by which each is reached.
  for (const [index, node] of NODES.entries())
    await sh(
      node,
      `ip link add eth9 type veth peer name end9 && ip addr add 10.0.9.${index + 1}/24 dev eth9
       ip link set end9 up && ip link set eth9 up`,
    )
  for (const node of NODES) pauses.set(node, await installPause(name, node, node === 'ubuntu' ? 'linux' : 'vyos'))
  serving = await startServing(path.join(lab.dir, 'undo.yaml'), lab.dir)
  rest = asRest(serving)
  await untilLive(serving)
})
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
})
afterAll(async () => {
  if (why !== null) return
  await serving?.stop()
  await labDown(name)
})

const sh = async (node: NodeName, script: string): Promise<string> =>
  (await labExec(name, node, ['sh', '-c', script])).stdout.trim()

const pauseOf = (node: NodeName): Pause => {
  const pause = pauses.get(node)
  if (!pause) throw new Error(`${node} can't be held`)
  return pause
}

/** All that a change could have touched, in no order: devices, addresses, entries that are not learned, configuration; by the real iproute2. */
const stateOf = (node: NodeName): Promise<string> =>
  sh(
    node,
    `i=/run/real/ip; [ -s $i ] || i=ip; b=/run/real/bridge; [ -s $b ] || b=bridge
     $i -o -d link show | sed 's/^[0-9]*: //' | sort; $i -o addr show | sed 's/^[0-9]*: //' | grep -v 'inet6 fe80' | sort; $b fdb show | grep 'dst.*permanent' | sort
     sort /config/config.boot 2>/dev/null; ls -d /tmp/vxscope-* /opt/vyatta/stand-in/state/session-* 2>/dev/null`,
  )

const addressOf = (node: NodeName): string => `10.100.0.${NODES.indexOf(node) + 1}/24`
const create = (node: NodeName) => ({
  ...{ node, action: 'create', name: 'vxlan100', vni: 100, group: '239.1.1.100', link: 'eth1', port: 8472, mtu: 1400 },
  addresses: [addressOf(node)],
})

/** Commands before a VyOS node is kept: from 1.4 on it is saved by that. */
const lastOf = ({ commands, method }: PlanNode): number =>
  method === 'vyos1.4' ? commands.lastIndexOf('commit') + 1 : commands.length

/** What a case before has left is read soon. */
const SOON = { timeout: 170_000, interval: 200 }

const planOf = async (change: Record<string, unknown>): Promise<{ plan: Plan; planned: PlanNode }> => {
  const plan = await vi.waitFor(() => rest.plan([change]), SOON)
  const [planned] = plan.nodes
  if (!planned) throw new Error('the plan is of no node')
  return { plan, planned }
}

/** Begins a change, planned again where its node is another meanwhile, or too busy to be read. */
const begun = (change: Record<string, unknown>, first: (planned: PlanNode) => void = () => {}): Promise<string> =>
  vi.waitFor(async () => {
    const { plan, planned } = await planOf(change)
    first(planned)
    const { id, code, message } = await rest.begin(plan.digest)
    expect([code, message]).toEqual(['', ''])
    return id
  }, SOON)

interface Fault {
  /** After which command of the plan it comes. */
  after: (planned: PlanNode) => number
  /** Comes while the command is held. */
  strike: (node: NodeName) => Promise<unknown>
  /** Takes it away once the node has undone by itself, where it can't be reached meanwhile. */
  heal: (node: NodeName) => Promise<unknown>
  /** The node is cut off until it is healed. */
  cuts: boolean
}

/** The time after which a node undoes by itself is over: what sleeps until then is woken. */
const LET_TIME_PASS = `w=$(cat /tmp/vxscope-*/watch)
  for each in /proc/[0-9]*/stat; do read -r pid _ _ parent _ <"$each" && [ "$parent" = "$w" ] && kill "$pid"; done 2>/dev/null; true`
const UNTIL_UNDONE = 'until ls /tmp/vxscope-*/undone >/dev/null 2>&1; do sleep 0.2; done'

/** A change on one node, and a fault in it: the node is as before then, and everybody is told. */
const undoes = async (node: NodeName, change: Record<string, unknown>, fault: Fault): Promise<string> => {
  const before = await stateOf(node)
  expect([node, before]).toEqual([node, expect.not.stringContaining('/tmp/vxscope-')])
  const pause = pauseOf(node)
  const id = await begun(change, planned => pause.after(fault.after(planned)))
  await pause.reached()
  await fault.strike(node)
  pause.goOn()
  try {
    if (fault.cuts) await sh(node, `${LET_TIME_PASS}\n${UNTIL_UNDONE}`)
    else await rest.ended(id)
  } finally {
    await fault.heal(node)
  }
  const ended = await rest.ended(id)
  expect(ended.nodes).toMatchObject([{ node, state: 'undone' }])
  // A link that was down takes a moment to be up.
  await expect.poll(() => stateOf(node), { message: node, timeout: 10_000, interval: 200 }).toBe(before)
  const audit = serving.history.ok
    ? await serving.history.value.auditEntries(AuditQuery.parse({ node, limit: 1 }))
    : null
  expect(audit?.ok && audit.value.entries).toMatchObject([{ action: 'changeApplied', result: 'undone', nodes: [node] }])
  return ended.nodes[0]?.failure?.at ?? ''
}

const onAll = async (work: (node: NodeName) => Promise<void>): Promise<void> => {
  // One that fails must not leave the others half way.
  for (const done of await Promise.allSettled(NODES.map(work))) if (done.status === 'rejected') throw done.reason
}

const sshd: Omit<Fault, 'after'> = {
  cuts: true,
  strike: node => killSshd(name, node),
  heal: node => startSshd(name, node),
}
const link: Omit<Fault, 'after'> = {
  cuts: true,
  strike: node => sh(node, 'ip link set eth1 down'),
  heal: node => sh(node, 'ip link set eth1 up'),
}

it('is undone when the node refuses it', async () => {
  const strike = {
    ubuntu: 'ip addr add 10.100.0.1/24 dev vxlan100',
    vyos11: 'ip link add twin type vxlan id 100 group 239.1.1.100 dev eth9 dstport 8472',
    vyos13: 'ip link set eth9 mtu 1430',
    vyos14: 'ip link set eth9 mtu 1430',
  }
  const heal = {
    ubuntu: 'true',
    vyos11: 'ip link del twin',
    vyos13: 'ip link set eth9 mtu 1500',
    vyos14: 'ip link set eth9 mtu 1500',
  }
  const at: Record<string, string> = {}
  await onAll(async node => {
    at[node] = await undoes(
      node,
      { ...create(node), link: 'eth9' },
      {
        ...{ cuts: false, after: () => 1, strike: () => sh(node, strike[node]), heal: () => sh(node, heal[node]) },
      },
    )
  })
  expect(at).toEqual({ ubuntu: '3', vyos11: 'device', vyos13: '7', vyos14: '7' })
})

it('is undone when what is there is not what was planned', async () => {
  await onAll(async node => {
    const at = await undoes(node, create(node), {
      ...{ cuts: false, after: lastOf, heal: async () => {} },
      strike: () => sh(node, 'ip link set vxlan100 mtu 1300'),
    })
    expect([node, at]).toEqual([node, 'verify'])
  })
})

const CUTS = { 'its sshd is killed': sshd, 'its underlay link goes down': link }

it.each(Object.entries(CUTS))('is undone by the node itself when %s', async (_, fault) => {
  await onAll(async node => {
    await undoes(node, create(node), { ...fault, after: ({ commands }) => Math.min(3, commands.length) })
  })
})

/** Each kind of change, upon a device of `create` or none. */
const CHANGES = {
  create,
  'update in place': (node: NodeName) => ({ node, action: 'update', name: 'vxlan100', vni: 100, mtu: 1390 }),
  'update made anew': (node: NodeName) => ({
    node,
    action: 'update',
    name: 'vxlan100',
    vni: 100,
    group: '239.1.1.101',
  }),
  delete: (node: NodeName) => ({ node, action: 'delete', name: 'vxlan100', vni: 100 }),
}

/** Brings a node to where a change begins, by one that nothing befalls. */
const begin = async (node: NodeName, isThere: boolean): Promise<void> => {
  if ((await stateOf(node)).includes('vxlan100:') === isThere) return
  const ended = await rest.ended(await begun(isThere ? create(node) : CHANGES.delete(node)))
  expect(statesOf(ended)).toEqual({ [node]: 'kept' })
}

const CASES = Object.entries(CUTS).flatMap(([cut, fault]) =>
  Object.entries(CHANGES).map(([kind, changeOf]) => [kind, cut, { fault, changeOf }] as const),
)

it.for(CASES)('after each command of a %s: %s', async ([kind, , { fault, changeOf }], { skip, annotate }) => {
  skip(!ALL, 'every cut point: npm run test:long')
  const points = new Map<string, number>()
  await onAll(async node => {
    await begin(node, kind !== 'create')
    const change = changeOf(node)
    const last = lastOf((await planOf(change)).planned)
    for (let after = 1; after <= last; after += 1) await undoes(node, change, { ...fault, after: () => after })
    points.set(node, last)
  })
  await annotate([...points].map(([node, count]) => `${node} ${count}`).join(', '))
})

it('is undone by the nodes themselves when the server is killed, and the next one tells how it ended', async () => {
  await onAll(node => begin(node, false))
  const before = await Promise.all(NODES.map(stateOf))
  const change = path.join(lab.dir, 'killed.json')
  await writeFile(change, JSON.stringify({ nodes: NODES.map(create) }))
  for (const pause of pauses.values()) pause.after(2)
  const argv = ['e2e/change/serve-and-apply.mjs', path.join(lab.dir, 'killed.yaml'), change]
  const child = spawn(process.execPath, argv, { stdio: ['ignore', 'pipe', 'inherit'] })
  children.push(child)
  const told = once(createInterface({ input: child.stdout }), 'line')
  await Promise.all([...pauses.values()].map(pause => pause.reached()))
  const [id] = await told
  const exited = once(child, 'close')
  child.kill('SIGKILL')
  await exited
  for (const pause of pauses.values()) pause.goOn()
  // One is left to the next server.
  await Promise.all(NODES.slice(1).map(node => sh(node, `${LET_TIME_PASS}\n${UNTIL_UNDONE}`)))
  const next = await startServing(path.join(lab.dir, 'killed.yaml'), lab.dir)
  try {
    const ended = await asRest(next).ended(String(id))
    expect(statesOf(ended)).toEqual(Object.fromEntries(NODES.map(node => [node, 'undone'])))
    expect(new Set(ended.nodes.map(({ failure }) => failure?.at))).toEqual(new Set(['interrupted']))
  } finally {
    await next.stop()
  }
  expect(await Promise.all(NODES.map(stateOf))).toEqual(before)
})
