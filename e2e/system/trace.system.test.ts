import { describe, expect, it, type TestContext } from 'vitest'
import { labDown, labUp, probeLab, scenarioNames } from '@/e2e/lab/lab'
import { mustRun } from '@/e2e/lab/run'
import { findScenario } from '@/e2e/lab/scenarios'
import { uniqueInstance, whyNoLab } from '@/e2e/lab/testing'
import { type Runtime, startRuntime } from '@/lib/server/runtime'
import { until, untilConnected } from './running'
import { type TraceLab, traceLab } from './trace-lab'
import { isNode, type Talker, talkersOf } from './trace-talkers'

const LONG = process.env.VXSCOPE_LONG === '1'
/** What `npm test` tries: one pair of each. */
const SAMPLED = ['seed-2014', 'her-ipv6', 'bridged-group']
/** Faulty on purpose: what is foretold differs from pair to pair. */
const FAULTY = ['one-way']
const GHOSTS: Readonly<Record<string, readonly string[]>> = { 'one-way': ['10.0.3.9/24'] }
/** VNIs of one lab that are gone through side by side. */
const AT_ONCE = 3

/** Of fifty equal ones some stand for all. */
const MOST = 9

const talkersIn = (name: string): Talker[][] => {
  const found = findScenario(name)
  const all = found ? [...talkersOf(found).values()] : []
  return all.map(talkers => talkers.slice(0, MOST)).filter(({ length }) => length > 1)
}
// In some nobody has an address to talk to.
const SCENARIOS = (LONG ? scenarioNames : SAMPLED).filter(name => talkersIn(name).length > 0)

const lacking = await whyNoLab()
const missing = new Map(
  await Promise.all(
    SCENARIOS.map(async scenario => {
      const found = findScenario(scenario)
      const { missing: what } = found ? await probeLab(found) : { missing: [] }
      return [scenario, what.map(each => `${each.what} (${each.fix})`).join('; ')] as const
    }),
  ),
)

/** A lab with its collector, both gone when the test is over. */
const bringUp = async (
  name: string,
  scenario: string,
  { onTestFinished }: Pick<TestContext, 'onTestFinished'>,
): Promise<Runtime> => {
  let runtime: Runtime | null = null
  onTestFinished(async () => {
    await runtime?.stop()
    await labDown(name)
  }, 120_000)
  const lab = await labUp({ name, scenario })
  // What goes to a leaf that is no more is on the wire only while somebody answers for its address.
  for (const ghost of GHOSTS[scenario] ?? [])
    await mustRun(['ip', '-n', lab.fabric.namespace, 'addr', 'add', ghost, 'dev', 'seg0'])
  runtime = await startRuntime(lab.configFile)
  const nodes = lab.nodes.map(node => node.name)
  await untilConnected(runtime, nodes, 120_000)
  return runtime
}

/**
 * Fresh, once it has been taught, and when it has aged out again: by all who send to one, since who floods is known to all,
 * but who answers to one alone. @returns what was foretold of each pair, in turn
 */
const goThrough = async (lab: TraceLab, talkers: readonly Talker[], pairs: readonly (readonly [Talker, Talker])[]) => {
  const left = new Map<string, string[]>()
  const note = async (from: Talker, to: Talker): Promise<void> => {
    const key = `${from.machine} to ${to.machine} in VNI ${from.vni}`
    const { verdict } = await lab.compare(from, to)
    left.set(key, [...(left.get(key) ?? []), verdict])
  }
  await lab.introduce(talkers)
  for (const to of new Set(pairs.map(([, each]) => each))) {
    const senders = pairs.flatMap(([from, each]) => (each === to ? [from] : []))
    for (const from of senders) {
      await lab.forget(talkers)
      await note(from, to)
      if (left.get(`${from.machine} to ${to.machine} in VNI ${from.vni}`)?.[0] === 'flood')
        await until(`${from.machine} to learn ${to.machine}`, () => lab.knows(from.node, to), 10_000).catch(() => {})
      await note(from, to)
    }
    await lab.untilUnknown(talkers, 120_000)
    for (const from of senders) {
      // An answer may have begun with a request of its own, which all have heard.
      if (lab.knows(from.node, to)) await lab.untilUnknown(talkers, 120_000)
      await note(from, to)
    }
  }
  return left
}

describe.concurrent('what a trace foretells is what the underlay shows', () => {
  it.for(SCENARIOS)('%s', { timeout: LONG ? 3_600_000 : 180_000 }, async (scenario, context) => {
    const lack = lacking ?? missing.get(scenario) ?? ''
    context.skip(lack !== '', lack)
    const name = uniqueInstance(`t${SCENARIOS.indexOf(scenario)}x`)
    const lab = traceLab(name, await bringUp(name, scenario, context))
    const waiting = talkersIn(scenario)
    let predictions = 0
    const work = async (): Promise<void> => {
      for (let talkers = waiting.shift(); talkers; talkers = waiting.shift()) {
        for (const { node, device } of talkers) await lab.on(node, `ip link set dev ${device} type vxlan ageing 10`)
        // Whose own bridge has forgotten them, of them nobody can tell where they are.
        for (const { node, device } of talkers.filter(talker => !isNode(talker)))
          await lab.on(
            node,
            `ip link set dev "$(basename "$(readlink /sys/class/net/${device}/master)")" type bridge ageing_time 60000`,
          )
        const all = talkers.flatMap(from =>
          talkers.flatMap((to): [Talker, Talker][] => (from.node === to.node ? [] : [[from, to]])),
        )
        const left = await goThrough(lab, talkers, LONG ? all : all.slice(-1))
        for (const [pair, ways] of left) {
          predictions += ways.length
          // Of some the lists don't lead there, at no time.
          const never = ways[0] === 'unreachable'
          const wanted = never ? ['unreachable', 'unreachable', 'unreachable'] : ['flood', 'unicast', 'flood']
          if (!FAULTY.includes(scenario)) expect(ways, pair).toEqual(wanted)
        }
      }
    }
    await Promise.all(Array.from({ length: AT_ONCE }, work))
    console.log(`${scenario}: ${predictions / 3} pairs, ${predictions} predictions, all as seen`)
  })
})
