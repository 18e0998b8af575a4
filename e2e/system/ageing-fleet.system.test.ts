import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { followPredictions, type Predictions } from '@/e2e/bench/predictions'
import { type Fleet, startFleet } from '@/e2e/fleet/fleet'
import { ageingNode, deletionsOf, type Traffic, withTraffic } from '@/e2e/fleet/scenarios'
import { type Runtime, startRuntime } from '@/lib/server/runtime'
import { nodeOf, temporaryFolder, until, untilConnected } from './running'

const S = 1000
const AGEING = 12
const KERNELS = ['by-used', 'by-updated', 'backported'] as const
type Kernel = (typeof KERNELS)[number]

const macOf = (at: number): string => `02:ae:00:00:00:${at.toString(16).padStart(2, '0')}`

/** Left alone, heard from and only sent to, at different parts of a second. `start`: ms. */
const trafficFrom = (start: number, first = 0): Traffic[] =>
  [0, 290, 570, 850].flatMap((part, at) => {
    const [begin, lasts] = [start + part, 6 * S + 130 * at]
    const [idle, received, sent] = [0, 1, 2].map(kind => macOf(first + 3 * at + kind))
    return [
      { mac: idle ?? '', heard: { first: begin, lasts: 0 } },
      { mac: received ?? '', heard: { first: begin, lasts } },
      { mac: sent ?? '', heard: { first: begin, lasts: 0 }, sent: { first: begin, lasts } },
    ]
  })

/** Only sent to until it goes: nothing else tells the clock of a kernel that doesn't say so. */
const TELLING = macOf(99)

let fleet: Fleet
let runtime: Runtime
let folder: Awaited<ReturnType<typeof temporaryFolder>>
let predictions: Predictions
const deletions = new Map<Kernel, ReadonlyMap<string, number>>()

const teach = (kernel: Kernel, traffic: Traffic[]): void => {
  const model = fleet.model(kernel)
  model.update(state => withTraffic(state, traffic))
  deletions.set(kernel, deletionsOf(model.state, fleet.now()))
}

/** Of each entry but `TELLING`: s between the end shown 5 s before and the modelled deletion, and the clock it stood on. */
const shownOf = (kernel: Kernel) =>
  [...(deletions.get(kernel) ?? [])]
    .filter(([mac]) => mac !== TELLING)
    .map(([mac, at]) => {
      const shown = predictions.before(kernel, mac, at)
      return { mac, off: (at - (shown?.expiresAt ?? Number.NaN)) / S, basis: shown?.basis }
    })

describe('the end that is shown of entries on modelled kernels', () => {
  beforeAll(async () => {
    folder = await temporaryFolder()
    const nodes = KERNELS.map(kernel => ageingNode(kernel, kernel, AGEING))
    fleet = await startFleet({ nodes, stateDir: folder.dir, clock: Date.now })
    runtime = await startRuntime(fleet.configFile)
    predictions = followPredictions(runtime.bus)
    await untilConnected(runtime, KERNELS)
    await until('all to be watched', () => KERNELS.every(name => nodeOf(runtime, name).watch === 'stream'))
    const start = fleet.now() + 200
    teach('by-used', trafficFrom(start))
    teach('by-updated', trafficFrom(start))
    const telling = { first: start, lasts: 0 }
    teach('backported', [
      { mac: TELLING, heard: telling, sent: { ...telling, lasts: 30 * S } },
      ...trafficFrom(start + 8 * S),
    ])
    const areGone = (kernel: Kernel) =>
      [...(deletions.get(kernel)?.keys() ?? [])].every(mac => predictions.reasonOf(kernel, mac) === 'aged')
    await until('all entries to have aged', () => KERNELS.every(areGone), 60_000)
  }, 90_000)

  afterAll(async () => {
    predictions?.stop()
    await runtime?.stop()
    await fleet?.stop()
    await folder?.remove()
  })

  it.each([
    ['by-used', 'used'],
    ['by-updated', 'updated'],
    ['backported', 'updated'],
  ] as const)('%s: counts from `%s`, and is right 5 s before', (kernel, basis) => {
    const shown = shownOf(kernel)
    expect(shown).toHaveLength(12)
    expect(shown.filter(one => one.basis !== basis)).toEqual([])
    expect(shown.filter(({ off }) => !(Math.abs(off) <= 2))).toEqual([])
  })

  it('took the backported kernel for what its number says until an entry told otherwise', () => {
    const [shown] = [predictions.before('backported', TELLING, deletions.get('backported')?.get(TELLING) ?? 0)]
    expect(shown?.basis).toBe('used')
  })
})
