import { afterAll, beforeAll, describe, it } from 'vitest'
import { type Fleet, startFleet } from '@/e2e/fleet/fleet'
import { learn } from '@/e2e/fleet/model/changes'
import { seed2014Nodes } from '@/e2e/fleet/scenarios'
import { type Runtime, startRuntime } from '@/lib/server/runtime'
import { nodeOf, temporaryFolder, until } from './running'

const NODES = ['vyos01', 'vyos02', 'ubuntu']
/** Well before the next full reading, which would tell it too. */
const BY_THE_STREAM_MS = 5_000

let fleet: Fleet
let runtime: Runtime
let folder: Awaited<ReturnType<typeof temporaryFolder>>

const teach = (node: string, mac: string) =>
  fleet.model(node).update(state => learn(state, 'vxlan0', mac, '10.0.2.99', fleet.now()))
const knows = (node: string, mac: string) => () =>
  runtime.bus.current().fdb.some(row => row.node === node && row.mac === mac)
const areWatched = () => NODES.every(name => nodeOf(runtime, name).watch === 'stream')

describe('simulated nodes', () => {
  beforeAll(async () => {
    folder = await temporaryFolder()
    fleet = await startFleet({ nodes: seed2014Nodes(), stateDir: folder.dir })
    runtime = await startRuntime(fleet.configFile)
    await until('all to be watched', areWatched)
  })

  afterAll(async () => {
    await runtime?.stop()
    await fleet?.stop()
    await folder?.remove()
  })

  it('are watched, those of 2014 too', async () => {
    for (const [at, node] of NODES.entries()) {
      teach(node, `02:00:00:00:00:0${at}`)
      await until(`${node} to have learned`, knows(node, `02:00:00:00:00:0${at}`), BY_THE_STREAM_MS)
    }
  })

  it('whose monitors overflow are read at once', async () => {
    const { executed } = fleet.counts('ubuntu')
    await fleet.setFault('ubuntu', 'monitor-overflows')
    await until('it to be watched by two new monitors', () => fleet.counts('ubuntu').executed >= executed + 2)
    await until('it to know that', areWatched)
    teach('ubuntu', '02:00:00:00:00:0f')
    await until('ubuntu to have learned', knows('ubuntu', '02:00:00:00:00:0f'), BY_THE_STREAM_MS)
    await fleet.setFault('ubuntu', null)
  })

  it('keep no monitor of ours when we have gone', async () => {
    await until('two monitors on each', () => NODES.every(name => fleet.counts(name).answering >= 2))
    await runtime.stop()
    await until('all monitors to end', () => NODES.every(name => fleet.counts(name).answering === 0))
  })
})
