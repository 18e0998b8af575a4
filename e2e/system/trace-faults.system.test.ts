import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { labDown, labExec, labUp } from '@/e2e/lab/lab'
import { mustRun } from '@/e2e/lab/run'
import { findScenario } from '@/e2e/lab/scenarios'
import { macOf } from '@/e2e/lab/scenarios/all-checks'
import { uniqueInstance, whyNoLab } from '@/e2e/lab/testing'
import { type Runtime, startRuntime } from '@/lib/server/runtime'
import { FAULTS } from './check-faults'
import type { Fault, Tools } from './fault'
import { until, untilConnected } from './running'
import { type TraceLab, traceLab } from './trace-lab'
import { isNode, type Talker, talkersOf } from './trace-talkers'

const LONG = process.env.VXSCOPE_LONG === '1'
const NAME = uniqueInstance('tf')
const lacking = await whyNoLab()

const scenario = findScenario('all-checks')
const byVni = scenario ? talkersOf(scenario) : new Map<number, Talker[]>()
/** The nodes of its own that a fault of a node would take are no part of it. */
const ROUTERS = ['r1', 'r2', 'r3']

const vniOf = ({ finds }: Fault): number => Number(/(?:vni:|vx|mac:|tunnel:|r1\/)(1\d\d)\b/.exec(finds[0] ?? '')?.[1])
/** Of this one the finding names no VNI. */
const VNI_OF: Readonly<Record<string, number>> = { ghostVtep: 114 }
/**
 * Not compared: what comes and goes by the clock, and is of nobody who talks; and an address on two nodes, by which the underlay
 * itself doesn't find who is asked for.
 */
const LEFT_OUT = ['flappingMac', 'fdbLimit', 'addressTwice']

interface Broken {
  what: string
  vni: number
  inject(tools: Tools): Promise<unknown>
}

/** Faults that no check is for alone. */
const more: Broken[] = [
  {
    what: 'an entry that names another VNI',
    vni: 124,
    inject: ({ on }) => on('r1', `bridge fdb replace ${macOf(124, 2)} dev vx124 dst 10.9.0.2 vni 999 static`),
  },
]
const faults: Broken[] = [
  ...FAULTS.flatMap(fault => {
    const vni = VNI_OF[fault.check] ?? vniOf(fault)
    const { what, check, inject } = fault
    return byVni.has(vni) && !LEFT_OUT.includes(check) ? [{ what: `${check}: ${what}`, vni, inject }] : []
  }),
  ...more,
]
/** What `npm test` tries. */
const SAMPLED = /^(?:groupMismatch|floodMissing|mtuUnderlay)/
const chosen = faults.filter(({ what }) => LONG || SAMPLED.test(what))

/** Where a MAC moves from r2 to r3, and no other fault is. */
const MOVED = byVni.get(121) ?? []
const OTHER = '02:00:00:00:79:99'
const MACS_AFTER = new Map([
  ['r2', OTHER],
  ['r3', macOf(121, 2)],
])

/** It has its device still, and its address. */
const canTalk = (talker: Talker): boolean => {
  const { node, device, stack, ip } = talker
  const links = runtime.bus.current().readings.get(node)?.links ?? []
  const own = links.find(({ ifname }) => ifname === stack)
  const hasAddress = !isNode(talker) || own?.addresses.some(({ address }) => address === ip) === true
  return hasAddress && links.some(({ ifname }) => ifname === device)
}

let runtime: Runtime
let traced: TraceLab

describe('what a trace foretells of a faulty overlay is what the underlay shows', () => {
  beforeAll(async () => {
    if (lacking) return
    const lab = await labUp({ name: NAME, scenario: 'all-checks' })
    runtime = await startRuntime(lab.configFile)
    await untilConnected(runtime, ROUTERS, 120_000)
    traced = traceLab(NAME, runtime)
    for (const { vni } of chosen) await traced.introduce(byVni.get(vni) ?? [])
    // Somebody in the underlay whom no inventory has.
    await mustRun(['ip', '-n', lab.fabric.namespace, 'addr', 'add', '10.9.0.99/24', 'dev', 'seg0'])
    for (const { inject } of chosen) await inject({ instance: NAME, configFile: lab.configFile, on: traced.on })
    const since = Date.now()
    await until(
      'all to be read with its faults',
      () =>
        runtime.bus.current().overlay.nodes.every(({ name, readAt }) => {
          return !ROUTERS.includes(name) || Date.parse(readAt ?? '') > since
        }),
      60_000,
    )
  }, 600_000)
  beforeEach(context => context.skip(lacking !== null, lacking ?? ''))
  afterAll(async () => {
    await runtime?.stop()
    if (!lacking) await labDown(NAME)
  }, 120_000)

  it.for(chosen)('$what', { timeout: 600_000 }, async ({ vni }) => {
    const talkers = byVni.get(vni) ?? []
    const able = talkers.filter(canTalk)
    const senders = LONG ? able : able.slice(0, 2)
    // Their bridges may have forgotten them since.
    await traced.introduce(able)
    await traced.forget(able)
    let predictions = 0
    for (const from of senders)
      for (const to of (LONG ? talkers : senders).filter(({ node }) => node !== from.node)) {
        // The first may ask, and what that taught is there for the second.
        for (let turn = 0; turn < 2; turn += 1) await traced.compare(from, to)
        predictions += 2
      }
    expect(predictions).toBeGreaterThan(0)
    console.log(`VNI ${vni}: ${predictions} predictions, all as seen`)
  })

  it('an entry that stays behind when a MAC has moved', { timeout: 120_000 }, async () => {
    const [from, left, now] = MOVED
    if (!from || !left || !now) throw new Error('three in the VNI')
    await traced.forget(MOVED)
    await traced.compare(from, left)
    await until('r1 to learn it', () => traced.knows('r1', left))
    await traced.on('r2', `ip link set ${left.device} address ${OTHER}`)
    await traced.on('r3', `ip link set ${now.device} address ${left.mac}`)
    await until('both to be read so', () =>
      [...MACS_AFTER].every(
        ([node, mac]) =>
          runtime.bus
            .current()
            .readings.get(node)
            ?.links.find(({ ifname }) => ifname === left.device)?.mac === mac,
      ),
    )
    const found = await traced.compare(from, left, { to: left.mac })
    expect(found).toMatchObject({ verdict: 'unreachable', broken: { why: 'staleEntry', node: 'r2' } })
  })

  it('IP packets that the underlay has no room for', { timeout: 120_000 }, async () => {
    const [from, to] = byVni.get(115) ?? []
    if (!from || !to) throw new Error('two in the VNI')
    const { hops } = await traced.compare(from, to)
    expect(hops.find(({ step }) => step === 'underlay')?.decision).toContain('IP packets above 1450 bytes don’t fit')
    const { stdout, stderr } = await labExec(NAME, 'r1', ['ping', '-M', 'do', '-s', '1472', '-c2', '-W2', to.ip])
    expect(stderr + stdout).toContain('mtu=1450')
    const { code } = await labExec(NAME, 'r1', ['ping', '-M', 'do', '-s', '1422', '-c1', '-W5', to.ip])
    expect(code).toBe(0)
  })
})
