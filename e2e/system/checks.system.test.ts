import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type LabInfo, labDown, labExec, labUp } from '@/e2e/lab/lab'
import { uniqueInstance, whyNoLab } from '@/e2e/lab/testing'
import type { Event } from '@/lib/model/event'
import type { Finding } from '@/lib/model/finding'
import { type KeptFindings, keepFindings } from '@/lib/server/checks/keep-findings'
import { type Runtime, startRuntime } from '@/lib/server/runtime'
import { until, untilConnected } from './running'

const NAME = uniqueInstance('c')
/** `check-faults` has one of every check, side by side. Here they come one after the other, to their end. */
const ONLY_LONG = process.env.VXSCOPE_LONG ? null : 'one fault after the other: npm run test:long'
const lacking = ONLY_LONG ?? (await whyNoLab())
const NODES = ['vyos01', 'vyos02', 'ubuntu']
const VYOS01 = '86:24:26:b2:11:5c'
/** One reading after another, and what is waited for before it is told. */
const FOUND_WITHIN_MS = 45_000

let lab: LabInfo
let runtime: Runtime
let findings: KeptFindings
const events: Event[] = []

const on = async (node: string, line: string): Promise<void> => {
  const { code, stderr } = await labExec(NAME, node, ['sh', '-c', line])
  if (code !== 0) throw new Error(`${line}: ${stderr}`)
}

/** As `id < cause` where one merely follows. */
const open = (): string[] =>
  findings
    .current()
    .map(({ id, causedBy }) => (causedBy === null ? id : `${id} < ${causedBy}`))
    .sort()

const untilOpen = (ids: readonly string[]): Promise<unknown> => {
  const wanted = [...ids].sort().join()
  return until(`${wanted} to be found`, () => open().join() === wanted, FOUND_WITHIN_MS).catch(error => {
    throw new Error(`${error.message}; there are ${open().join(', ')}`)
  })
}

/** Types what a finding says: the lab's shell is root's already. */
const mend = async ({ fix }: Finding): Promise<void> => {
  for (const { node, commands } of fix) await on(node, commands.map(line => line.replace(/^sudo /, '')).join(' && '))
}

const REMAKE = (options: string) =>
  `ip link del vxlan0 && ip link add vxlan0 address d6:ff:c1:27:69:a0 type vxlan id 42 dev eth1 ${options} && ip link set vxlan0 mtu 1450 && ip addr add 10.0.1.1/24 dev vxlan0 && ip link set vxlan0 up`

describe('what is found on real nodes', () => {
  beforeAll(async () => {
    if (lacking) return
    lab = await labUp({ name: NAME })
    runtime = await startRuntime(lab.configFile)
    runtime.bus.subscribe(message => events.push(...message.events))
    findings = keepFindings({
      ...{ bus: runtime.bus, now: Date.now, flapWithin: () => 180_000 },
      report: error => {
        throw error
      },
    })
    await untilConnected(runtime, NODES)
  })
  beforeEach(context => context.skip(lacking !== null, lacking ?? ''))
  afterAll(async () => {
    findings?.stop()
    await runtime?.stop()
    if (!lacking) await labDown(NAME)
  })

  it('is nothing while all is well and everybody talks', async () => {
    for (const from of NODES) for (const to of ['254', '253', '1']) await on(from, `ping -c1 -W2 10.0.1.${to}`)
    await until('what was learned', () => runtime.bus.current().fdb.some(row => row.mac === VYOS01))
    findings.settle()
    expect(open()).toEqual([])
    expect(events.filter(({ kind }) => kind === 'findingOpened')).toEqual([])
  })

  it.each<[string, string, string[]]>([
    ['a smaller MTU', 'ip link set vxlan0 mtu 1400', ['mtuPeers/vni:42']],
    [
      'a device that is down',
      'ip link set vxlan0 down',
      ['deviceDown/node:ubuntu/vxlan0', 'groupUnheard/node:ubuntu/vxlan0 < deviceDown/node:ubuntu/vxlan0'],
    ],
    ['an underlay that is down', 'ip link set eth1 down', ['underlayDown/node:ubuntu/vxlan0']],
    ['learning off', 'ip link set vxlan0 type vxlan nolearning', ['learningOff/node:ubuntu/vxlan0']],
    ['a flush that took the flood entry', 'bridge fdb flush dev vxlan0', ['floodGone/node:ubuntu/vxlan0']],
    ['another port', REMAKE('group 239.1.1.1 dstport 4789'), ['portMismatch/vni:42']],
    [
      'another group, after all had learned',
      `ping -c1 -W2 10.0.1.254 && ping -c1 -W2 10.0.1.253 && ${REMAKE('group 239.1.1.2 dstport 8472')}`,
      [
        'groupMismatch/vni:42',
        'oneWayTunnel/tunnel:42:10.0.2.253>10.0.2.1 < groupMismatch/vni:42',
        'oneWayTunnel/tunnel:42:10.0.2.254>10.0.2.1 < groupMismatch/vni:42',
      ],
    ],
    [
      'a static entry to the wrong end',
      `bridge fdb replace ${VYOS01} dev vxlan0 dst 10.0.2.253 static`,
      [`staleEntry/mac:42/${VYOS01}/ubuntu/vxlan0`],
    ],
  ])('%s: exactly that, and its own command mends it', { timeout: 120_000 }, async (_, fault, ids) => {
    await untilOpen([])
    events.length = 0
    await on('ubuntu', fault)
    await untilOpen(ids)
    const root = findings.current().find(({ causedBy }) => causedBy === null)
    expect(root?.evidence.some(({ node, text }) => node === 'ubuntu' && text !== '')).toBe(true)
    expect(root?.fix.map(({ node }) => node)).toEqual(['ubuntu'])
    if (root) await mend(root)
    await untilOpen([])
    const told = events.filter(({ kind }) => kind === 'findingOpened' || kind === 'findingClosed')
    expect(told.map(({ kind }) => kind).sort()).toEqual([
      ...ids.map(() => 'findingClosed'),
      ...ids.map(() => 'findingOpened'),
    ])
  })
})
