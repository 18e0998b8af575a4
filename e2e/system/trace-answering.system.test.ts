import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { labDown, labUp } from '@/e2e/lab/lab'
import { findScenario } from '@/e2e/lab/scenarios'
import { uniqueInstance, whyNoLab } from '@/e2e/lab/testing'
import type { TraceAnswer } from '@/lib/model/trace'
import { type Runtime, startRuntime } from '@/lib/server/runtime'
import { ALL_ZERO } from './fault'
import { until, untilConnected } from './running'
import { type TraceLab, traceLab } from './trace-lab'
import { type Talker, talkersOf } from './trace-talkers'

const NAME = uniqueInstance('ta')
const lacking = await whyNoLab()
const NODES = ['leaf1', 'leaf2', 'leaf3']
const scenario = findScenario('her-ipv6')
const talkers = scenario ? (talkersOf(scenario).get(100) ?? []) : []
const [one, two] = talkers as [Talker, Talker]

let runtime: Runtime
let lab: TraceLab

const linkOn = (node: string, ifname: string) =>
  runtime.bus
    .current()
    .readings.get(node)
    ?.links.find(link => link.ifname === ifname)

/** Hosts know nobody, so that each ping asks; where bridges have them stays known. */
const strangers = async (): Promise<void> => {
  await lab.forget(talkers)
  for (const { machine } of talkers) await lab.on(machine, 'ip neigh flush dev eth0 nud all')
}

/** As EVPN puts it there: where a host is, and what its address stands for. */
const tell = async (at: string, { ip, mac }: Talker, device: string, dst: string): Promise<void> => {
  await lab.on(at, `bridge fdb replace ${mac} dev vxlan100 dst ${dst} static`)
  await lab.on(at, `bridge fdb replace ${mac} dev vxlan100 master static`)
  await lab.on(at, `ip neigh replace ${ip} lladdr ${mac} dev ${device} nud permanent`)
  await until(`${at} to be read with ${mac}`, () =>
    runtime.bus
      .current()
      .fdb.some(row => row.node === at && row.mac === mac && row.master !== null && row.kind === 'static'),
  )
}
const untell = async (at: string, { ip, mac }: Talker, device: string): Promise<void> => {
  await lab.on(at, `bridge fdb del ${mac} dev vxlan100; bridge fdb del ${mac} dev vxlan100 master; true`)
  await lab.on(at, `ip neigh del ${ip} dev ${device}; true`)
}

/** `proxy` can't be changed on a device that there is. */
const remake = (
  { on }: TraceLab,
  node: string,
  device: string,
  words: string,
  after: readonly string[],
  port = 4789,
): Promise<void> =>
  on(
    node,
    [
      `ip link del ${device}`,
      `ip link add ${device} ${words} dstport ${port} proxy`,
      `sysctl -qw net.ipv6.conf.${device}.disable_ipv6=1`,
      ...after,
      `ip link set ${device} up`,
    ].join(' && '),
  )

const asked = ({ hops }: TraceAnswer): string => hops.find(({ step }) => step === 'ask')?.decision ?? ''

describe('who answers ARP for others, on real nodes', () => {
  beforeAll(async () => {
    if (lacking) return
    const { configFile } = await labUp({ name: NAME, scenario: 'her-ipv6' })
    runtime = await startRuntime(configFile)
    await untilConnected(runtime, NODES, 120_000)
    lab = traceLab(NAME, runtime)
    await lab.introduce(talkers)
  }, 180_000)
  beforeEach(context => context.skip(lacking !== null, lacking ?? ''))
  afterAll(async () => {
    await runtime?.stop()
    if (!lacking) await labDown(NAME)
  }, 120_000)

  it('a bridge whose port suppresses answers by its neighbour entry, and floods without', {
    timeout: 180_000,
  }, async () => {
    for (const node of NODES) await lab.on(node, 'bridge link set dev vxlan100 neigh_suppress on')
    await until('all to be read so', () => NODES.every(node => linkOn(node, 'vxlan100')?.neighSuppress), 60_000)
    await strangers()
    const without = await lab.compare(one, two, { to: two.ip, asks: true })
    expect(asked(without)).toContain('a request is flooded')
    await strangers()
    await tell('leaf1', two, 'br100', '2001:db8:2::2')
    const told = await lab.compare(one, two, { to: two.ip })
    expect(told).toMatchObject({ asks: false, verdict: 'unicast', sent: { destinations: ['2001:db8:2::2'] } })
    expect(asked(told)).toContain('br100 on leaf1 answers for 192.0.2.2')
    await untell('leaf1', two, 'br100')
    for (const node of NODES) await lab.on(node, 'bridge link set dev vxlan100 neigh_suppress off')
  })

  it('a device with proxy answers by its own, and else lets no request out', { timeout: 180_000 }, async () => {
    const others = ['2001:db8:2::2', '2001:db8:2::3'].map(to => `bridge fdb append ${ALL_ZERO} dev vxlan100 dst ${to}`)
    await remake(lab, 'leaf1', 'vxlan100', `address 02:00:00:00:a1:01 mtu 1500 type vxlan id 100 local 2001:db8:2::1`, [
      'ip link set vxlan100 master br100',
      ...others,
    ])
    await until('leaf1 to be read so', () => linkOn('leaf1', 'vxlan100')?.vxlan?.proxy, 60_000)
    await strangers()
    const without = await lab.compare(one, two, { to: two.ip, asks: true })
    expect(asked(without)).toContain('it drops a request')
    expect(without).toMatchObject({ verdict: 'unknown', sent: { destinations: [] } })
    await strangers()
    await tell('leaf1', two, 'vxlan100', '2001:db8:2::2')
    await lab.on(two.machine, `ip neigh replace ${one.ip} lladdr ${one.mac} dev eth0 nud permanent`)
    const told = await lab.compare(one, two, { to: two.ip })
    expect(told).toMatchObject({ asks: false, verdict: 'unicast', sent: { destinations: ['2001:db8:2::2'] } })
    expect(asked(told)).toContain('vxlan100 on leaf1 answers for 192.0.2.2')
  })
})

describe('a node that has proxy itself, as real nodes do', () => {
  const name = uniqueInstance('tb')
  let seed: TraceLab
  let own: Runtime
  beforeAll(async () => {
    if (lacking) return
    const { configFile } = await labUp({ name })
    own = await startRuntime(configFile)
    await untilConnected(own, ['vyos01', 'vyos02', 'ubuntu'], 120_000)
    seed = traceLab(name, own)
  }, 180_000)
  beforeEach(context => context.skip(lacking !== null, lacking ?? ''))
  afterAll(async () => {
    await own?.stop()
    if (!lacking) await labDown(name)
  }, 120_000)

  it('can ask nobody, and answer nobody who asks', { timeout: 180_000 }, async () => {
    const words = 'address 86:24:26:b2:11:5c mtu 1450 type vxlan id 42 group 239.1.1.1 dev eth1'
    await remake(seed, 'vyos01', 'vxlan0', words, ['ip addr add 10.0.1.254/24 dev vxlan0'], 8472)
    const found = findScenario('seed-2014')
    const [vyos01, , ubuntu] = (found && talkersOf(found).get(42)) ?? []
    if (!vyos01 || !ubuntu) throw new Error('three in VNI 42')
    await until(
      'vyos01 to be read so',
      () =>
        own.bus
          .current()
          .readings.get('vyos01')
          ?.links.find(({ ifname }) => ifname === 'vxlan0')?.vxlan?.proxy,
      60_000,
    )
    expect(await seed.compare(vyos01, ubuntu)).toMatchObject({
      ...{ asks: true, verdict: 'unreachable', broken: { why: 'proxyDrops', node: 'vyos01' } },
    })
    expect(await seed.compare(ubuntu, vyos01)).toMatchObject({
      ...{ asks: true, verdict: 'flood', back: { verdict: 'unreachable', broken: { why: 'proxyDrops' } } },
    })
  })
})
