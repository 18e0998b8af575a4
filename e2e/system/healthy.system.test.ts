import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { labDown, labExec, labUp, scenarioNames } from '@/e2e/lab/lab'
import { findScenario } from '@/e2e/lab/scenarios'
import { uniqueInstance, whyNoLab } from '@/e2e/lab/testing'
import type { Event } from '@/lib/model/event'
import { keepFindings } from '@/lib/server/checks/keep-findings'
import { type Runtime, startRuntime } from '@/lib/server/runtime'
import { until, untilConnected } from './running'

const lacking = process.env.VXSCOPE_LONG ? await whyNoLab() : 'minutes of each scenario: npm run test:long'
/** Longer than any grace, and than half of what entries live. */
const WATCHED_MS = 240_000
/** Faulty on purpose. */
const FAULTY = ['one-way']
const HEALTHY = scenarioNames.filter(name => !FAULTY.includes(name))
const NAME = uniqueInstance('h')

/** Addresses behind the overlay, by the machine that has them. */
const inhabitants = (scenarioName: string): { machine: string; address: string }[] =>
  (findScenario(scenarioName)?.nodes ?? []).flatMap(({ name, vxlans, hosts }) =>
    [
      ...vxlans.slice(0, 1).map(({ addresses }) => ({ machine: name, addresses })),
      ...hosts.map(host => ({ machine: host.name, addresses: host.addresses })),
    ].flatMap(({ machine, addresses }) =>
      addresses.slice(0, 1).map(address => ({ machine, address: address.split('/')[0] ?? '' })),
    ),
  )

/** Each talks to the next and stays silent for longer and longer, so that entries are learned, refreshed and forgotten. */
const talk = async (instance: string, scenario: string, isOver: () => boolean): Promise<void> => {
  const all = inhabitants(scenario)
  for (let turn = 0; !isOver(); turn += 1) {
    const from = all[turn % Math.max(1, all.length)]
    const to = all[(turn + 1) % Math.max(1, all.length)]
    if (from && to) await labExec(instance, from.machine, ['ping', '-c', '2', '-W', '1', to.address])
    await until('the pause', isOver, (turn % 12) * 1000).catch(() => {})
  }
}

const watch = async (instance: string, scenario: string): Promise<Event[]> => {
  const lab = await labUp({ name: instance, scenario })
  const runtime: Runtime = await startRuntime(lab.configFile)
  const told: Event[] = []
  try {
    const names = lab.nodes.flatMap(({ name, port }) => (port === null ? [] : [name]))
    await untilConnected(runtime, names, 180_000)
    runtime.bus.subscribe(({ events }) => told.push(...events.filter(({ kind }) => kind === 'findingOpened')))
    const findings = keepFindings({
      ...{ bus: runtime.bus, now: Date.now, flapWithin: () => 180_000 },
      report: error => {
        throw error
      },
    })
    const end = performance.now() + WATCHED_MS
    await talk(instance, scenario, () => performance.now() > end || told.length > 0)
    findings.stop()
    return told
  } finally {
    await runtime.stop()
    await labDown(instance)
  }
}

describe('a healthy overlay over minutes', () => {
  beforeEach(context => context.skip(lacking !== null, lacking ?? ''))
  afterAll(async () => {
    if (!lacking) for (const index of HEALTHY.keys()) await labDown(`${NAME}s${index}`)
  })

  it.each(HEALTHY.map((scenario, index) => ({ scenario, instance: `${NAME}s${index}` })))(
    '$scenario: has no finding, while entries come and go in bridges and devices apart',
    { timeout: 600_000 },
    async ({ scenario, instance }) => {
      expect((await watch(instance, scenario)).map(({ text }) => text)).toEqual([])
    },
  )
})
