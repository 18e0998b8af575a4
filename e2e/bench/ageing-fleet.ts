import { startFleet } from '@/e2e/fleet/fleet'
import { ageingNode, deletionsOf, type Traffic, withTraffic } from '@/e2e/fleet/scenarios'
import { temporaryFolder, until } from '@/e2e/system/running'
import { startServing } from '@/lib/server/serving'
import { type PlannedEntry, planEntries } from './ageing-entries'
import { emitDifferences } from './ageing-report'
import type { Emit } from './bench-line'
import { followPredictions } from './predictions'

const AGEINGS = [12, 20, 30]
const ENTRIES_PER_NODE = 24
/** From one and a half ageing times on nothing keeps an entry alive. */
const PATIENCE_MS = 120_000

/** The frames of a planned entry from the first to the last, without the pauses between them. */
const trafficFrom = (start: number, { mac, traffic, taughtAt, framesAt }: PlannedEntry): Traffic => {
  const first = start + taughtAt
  const kept = { first, lasts: Math.max(0, ...framesAt.map(at => at - taughtAt)) }
  return traffic === 'sent' ? { mac, heard: { first, lasts: 0 }, sent: kept } : { mac, heard: kept }
}

const measure = async (emit: Emit, dir: string, stops: (() => Promise<void>)[]): Promise<void> => {
  const nodes = AGEINGS.map(ageing => ageingNode(`ageing${ageing}`, 'by-used', ageing))
  const fleet = await startFleet({ nodes, stateDir: dir, clock: Date.now })
  stops.push(fleet.stop)
  const serving = await startServing(fleet.configFile, dir)
  stops.push(serving.stop)
  const isWatched = () => serving.bus.current().overlay.nodes.every(({ watch }) => watch === 'stream')
  await until('all nodes to be watched', isWatched)
  const predictions = followPredictions(serving.bus)
  const start = fleet.now() + 500
  const ends = nodes.flatMap(({ name }, at) => {
    const entries = planEntries(at, ENTRIES_PER_NODE, AGEINGS[at] ?? 0)
    const model = fleet.model(name)
    model.update(state =>
      withTraffic(
        state,
        entries.map(entry => trafficFrom(start, entry)),
      ),
    )
    return [...deletionsOf(model.state, fleet.now())].map(([mac, deletedAt]) => ({ name, mac, deletedAt }))
  })
  const areGone = () => ends.every(({ name, mac }) => predictions.reasonOf(name, mac) !== undefined)
  await until('all entries to be gone', areGone, PATIENCE_MS)
  predictions.stop()
  const differences = ends.map(({ name, mac, deletedAt }) => {
    const shown = predictions.before(name, mac, deletedAt)
    if (shown?.expiresAt == null || shown.basis !== 'used') throw new Error(`${name} ${mac}: no end by used was shown`)
    return (deletedAt - shown.expiresAt) / 1000
  })
  emitDifferences(emit, word => `used${word[0]?.toUpperCase()}${word.slice(1)}`, differences)
}

/** The same as in the lab on simulated nodes of the 6.1 series, which age by `used`: the model's clock gives the moments. */
export const runOnFleet = async (emit: Emit): Promise<void> => {
  const folder = await temporaryFolder()
  const stops: (() => Promise<void>)[] = [folder.remove]
  try {
    await measure(emit, folder.dir, stops)
  } finally {
    for (const stop of stops.reverse()) await stop()
  }
}
