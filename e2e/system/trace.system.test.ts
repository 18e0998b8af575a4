import { describe, expect, it, type TestContext } from 'vitest'
import { labDown, labExec, labUp, probeLab } from '@/e2e/lab/lab'
import { findScenario } from '@/e2e/lab/scenarios'
import { uniqueInstance, whyNoLab } from '@/e2e/lab/testing'
import { TraceAnswer } from '@/lib/model/trace'
import { answering } from '@/lib/server/access/testing'
import { createEvidence } from '@/lib/server/evidence/evidence'
import { type Runtime, startRuntime } from '@/lib/server/runtime'
import { answerTrace } from '@/lib/server/trace/answer-trace'
import { nodeOf, until, untilConnected } from './running'
import { captureOn, type Seen } from './underlay-capture'

const trace = answering(answerTrace)

/** Somebody who talks: a node itself, or a host behind a bridge of one. */
interface Talker {
  machine: string
  node: string
  mac: string
  ip: string
  vni: number
}

interface Case {
  scenario: string
  device: string
  talkers: Talker[]
  /** Which pairs are tried where not all are, by their places. */
  sample: [number, number][]
}

const host = (machine: string, node: string, mac: string, ip: string, vni: number): Talker => ({
  machine,
  node,
  mac,
  ip,
  vni,
})
const node = (machine: string, mac: string, ip: string, vni: number): Talker => ({
  machine,
  node: machine,
  mac,
  ip,
  vni,
})

const CASES: Case[] = [
  {
    scenario: 'seed-2014',
    device: 'vxlan0',
    talkers: [
      node('vyos01', '86:24:26:b2:11:5c', '10.0.1.254', 42),
      node('vyos02', '4e:69:a4:a7:ef:1c', '10.0.1.253', 42),
      node('ubuntu', 'd6:ff:c1:27:69:a0', '10.0.1.1', 42),
    ],
    sample: [[2, 0]],
  },
  {
    scenario: 'her-ipv6',
    device: 'vxlan100',
    talkers: [1, 2, 3].map(each =>
      host(`host${each}`, `leaf${each}`, `02:00:00:00:c1:0${each}`, `192.0.2.${each}`, 100),
    ),
    sample: [[0, 1]],
  },
  {
    scenario: 'bridged-group',
    device: 'vxlan7',
    talkers: [
      ...[1, 2].map(each => host(`desk${each}`, `switch${each}`, `02:00:00:07:c1:0${each}`, `192.0.2.${each}`, 7)),
      node('gateway', '02:00:00:07:b1:03', '192.0.2.254', 7),
    ],
    sample: [[0, 2]],
  },
]

const LONG = process.env.VXSCOPE_LONG === '1'
const lacking = await whyNoLab()
const missing = new Map(
  await Promise.all(
    CASES.map(async ({ scenario }) => {
      const found = findScenario(scenario)
      const { missing: what } = found ? await probeLab(found) : { missing: [] }
      return [scenario, what.map(each => `${each.what} (${each.fix})`).join('; ')] as const
    }),
  ),
)

/** A lab with its collector, both gone when the test is over. */
const bringUp = async (
  name: string,
  { scenario, talkers }: Case,
  { onTestFinished }: Pick<TestContext, 'onTestFinished'>,
): Promise<Runtime> => {
  let runtime: Runtime | null = null
  onTestFinished(async () => {
    await runtime?.stop()
    await labDown(name)
  }, 120_000)
  const lab = await labUp({ name, scenario })
  runtime = await startRuntime(lab.configFile)
  await untilConnected(
    runtime,
    talkers.map(each => each.node),
  )
  return runtime
}

const learnedBy = ({ bus }: Runtime, node: string, mac: string): boolean =>
  bus.current().fdb.some(row => row.node === node && row.mac === mac && row.kind === 'learned' && row.dst !== null)

const tracer = (name: string, each: Case, runtime: Runtime) => {
  const { device, talkers } = each
  const nodes = [...new Set(talkers.map(({ node }) => node))]
  const on = async (machine: string, line: string): Promise<void> => {
    const { code, stderr } = await labExec(name, machine, ['sh', '-c', line])
    if (code !== 0) throw new Error(`${line} on ${machine}: ${stderr}`)
  }
  const isNode = ({ machine, node: at }: Talker): boolean => machine === at

  /** Nobody knows anybody, but who is behind a bridge's own port; nodes were read after that. */
  const forget = async (): Promise<void> => {
    for (const at of nodes) await on(at, `ip link set ${device} down; ip link set ${device} up`)
    for (const at of nodes)
      if (talkers.some(talker => isNode(talker) && talker.node === at)) await on(at, 'ip neigh flush all')
    const since = Date.now()
    await until(
      'all to be read anew',
      () =>
        nodes.every(at => {
          const { readAt, state } = nodeOf(runtime, at)
          const link = runtime.bus
            .current()
            .readings.get(at)
            ?.links.find(({ ifname }) => ifname === device)
          return state === 'live' && link?.up === true && Date.parse(readAt ?? '') > since
        }),
      60_000,
    )
    await until('nobody to be known', () => !nodes.some(at => talkers.some(({ mac }) => learnedBy(runtime, at, mac))))
  }

  /** Hosts know each other's MACs for good, and their bridges know where they are. */
  const introduce = async (): Promise<void> => {
    for (const talker of talkers.filter(talker => !isNode(talker))) {
      for (const { ip, mac } of talkers)
        if (ip !== talker.ip) await on(talker.machine, `ip neigh replace ${ip} lladdr ${mac} dev eth0 nud permanent`)
      const other = talkers.find(({ ip }) => ip !== talker.ip)
      await on(talker.machine, `ping -c1 -W1 ${other?.ip} || true`)
      await until(`${talker.machine} behind its bridge`, () =>
        runtime.bus.current().fdb.some(row => row.node === talker.node && row.mac === talker.mac && row.dst === null),
      )
    }
  }

  const predict = async (from: Talker, to: Talker): Promise<TraceAnswer> => {
    const body = { from: isNode(from) ? from.machine : from.mac, vni: from.vni, to: isNode(from) ? to.ip : to.mac }
    const headers = { 'content-type': 'application/json' }
    const request = new Request('http://localhost/api/v1/trace', {
      method: 'POST',
      headers,
      body: JSON.stringify(body),
    })
    const findings = { current: () => [], settle: () => {}, stop: () => {} }
    const past = { ok: false, error: { code: 'cannotOpen', message: '', hint: '' } } as const
    const response = await trace(request, {
      bus: runtime.bus,
      past,
      findings,
      connectionOf: runtime.connectionOf,
      evidence: createEvidence({ ...runtime, audit: null }),
    })
    return TraceAnswer.parse(await response.json())
  }

  /** What a real ping shows on the sender's underlay is what was foretold. @returns how it left */
  const compare = async (from: Talker, to: Talker): Promise<string> => {
    const capture = await captureOn(name, from.node, 'eth1')
    try {
      const { verdict, asks, sent, back } = await predict(from, to)
      const wanted = asks ? `who-has ${to.ip} ` : 'ICMP echo request'
      const leaves = (all: readonly Seen[]) =>
        all.filter(each => each.source === sent.source && each.inner.includes(wanted))
      const answers = (all: readonly Seen[]) =>
        all.filter(each => each.source !== sent.source && each.inner.includes(asks ? 'ARP, Reply' : 'ICMP echo reply'))
      await on(from.machine, `ping -c1 -W5 ${to.ip}`)
      const seen = await capture.until(
        `${from.machine} to ${to.machine}, foretold ${verdict}`,
        all => leaves(all).length >= sent.destinations.length && answers(all).length > 0,
      )
      expect(new Set(leaves(seen).map(each => `${each.destination} ${each.port} ${each.vni}`))).toEqual(
        new Set(sent.destinations.map(each => `${each} ${sent.port} ${sent.vni}`)),
      )
      const [answer] = answers(seen)
      expect(answer).toMatchObject({
        source: back?.sent.source,
        destination: back?.sent.destinations[0],
        vni: back?.sent.vni,
      })
      expect(back?.sent.by).toBe('unicast')
      return sent.by
    } finally {
      await capture.stop()
    }
  }

  /** Fresh, once it has been taught, and when it has aged out again. */
  const tryPair = async (from: Talker, to: Talker): Promise<string[]> => {
    await forget()
    const fresh = await compare(from, to)
    await until('it to be learned', () => learnedBy(runtime, from.node, to.mac))
    const learned = await compare(from, to)
    await until('it to age out', () => !learnedBy(runtime, from.node, to.mac), 60_000)
    return [fresh, learned, await compare(from, to)]
  }

  return { on, nodes, device, introduce, tryPair }
}

describe.concurrent('what a trace foretells is what the underlay shows', () => {
  it.for(CASES)('$scenario', { timeout: LONG ? 900_000 : 180_000 }, async (each, context) => {
    const lack = lacking ?? missing.get(each.scenario) ?? ''
    context.skip(lack !== '', lack)
    const name = uniqueInstance(`t${CASES.indexOf(each)}x`)
    const runtime = await bringUp(name, each, context)
    const { on, nodes, device, introduce, tryPair } = tracer(name, each, runtime)
    for (const at of nodes) await on(at, `ip link set dev ${device} type vxlan ageing 10`)
    await introduce()
    const { talkers, sample } = each
    const all = talkers.flatMap((_, from) =>
      talkers.flatMap((__, to): [number, number][] => (from === to ? [] : [[from, to]])),
    )
    for (const [a, b] of LONG ? all : sample) {
      const [from, to] = [talkers[a], talkers[b]]
      if (!from || !to) throw new Error(`no talker ${a} or ${b}`)
      expect(await tryPair(from, to), `${from.machine} to ${to.machine}`).toEqual(['flood', 'unicast', 'flood'])
    }
    console.log(`${each.scenario}: ${(LONG ? all : sample).length * 3} predictions, all as seen`)
  })
})
