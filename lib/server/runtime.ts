import { randomBytes } from 'node:crypto'
import { homedir } from 'node:os'
import path from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { type Bus, createBus } from '@/lib/bus'
import { createConnect, createParser, createStore, READ_LIMITS, startCollector } from '@/lib/collect'
import { bundlePath } from '@/lib/history'
import type { Inventory } from '@/lib/model/inventory'
import type { FlapRule } from '@/lib/overlay'
import { createLoginGate, readHostKeyTrust } from '@/lib/ssh'
import { formatProblems, knownHostsFile, readInventory, userKnownHostsFiles, watchInventory } from './inventory'
import { log } from './log'

const flapRuleOf = ({ flapping: { moves, within } }: Inventory): FlapRule => ({ moves, within: within * 1000 })

/** What this process is made of while it serves. */
export interface Runtime {
  bus: Bus
  configFile: string
  stop(): Promise<void>
}

/** A login costs the node and us some 30 ms of CPU each: so many at once over all nodes. */
const LOGINS_AT_ONCE = 6

export interface RuntimeSurroundings {
  /** Where passwords named by `passwordEnv` and the agent's socket are found. */
  env?: Record<string, string | undefined>
  /** Whose `.ssh` is honoured. */
  home?: string
}

/**
 * Starts the collector over the inventory in `configFile` and keeps `bus` current until `stop`.
 * Throws only when the inventory can't be used at the start.
 */
export const startRuntime = async (
  configFile: string,
  { env = process.env, home = homedir() }: RuntimeSurroundings = {},
): Promise<Runtime> => {
  const read = await readInventory(configFile)
  if (!read.ok) throw new Error(`The inventory can't be used.\n${formatProblems(read.error)}`)
  let inventory: Inventory = read.value
  const bus = createBus(randomBytes(6).toString('hex'), Date.now())
  const ownKeys = (): string => knownHostsFile(inventory, configFile, env, home)
  const readTrust = () => readHostKeyTrust({ own: ownKeys(), user: userKnownHostsFiles(home) })
  let trust = await readTrust()
  const collector = startCollector({
    connect: createConnect({
      baseDir: path.dirname(configFile),
      home,
      env,
      trust: () => trust,
      gate: createLoginGate(LOGINS_AT_ONCE),
      inventory: () => inventory,
    }),
    limits: READ_LIMITS,
    parse: createParser(() => bundlePath('lib/collect/parse/worker.ts'), log.failure),
    pollIntervalMs: () => inventory.pollInterval * 1000,
    now: Date.now,
    random: Math.random,
    report: log.failure,
    store: createStore(bus.publish, Date.now, { flapRule: () => flapRuleOf(inventory) }),
  })
  const take = async (next: Inventory): Promise<void> => {
    // Defaults decide how every node is reached: all are begun anew.
    if (!isDeepStrictEqual(next.defaults, inventory.defaults)) collector.setNodes([])
    inventory = next
    trust = await readTrust()
    collector.setNodes(next.nodes)
    log.info(`${next.nodes.length} nodes from ${configFile}`)
  }
  await take(inventory)
  const stopWatching = watchInventory(
    configFile,
    result => {
      if (result.ok) take(result.value).catch(log.failure)
      else
        log.error(
          `The inventory has changed and can't be used; the last good one stays.\n${formatProblems(result.error)}`,
        )
    },
    { last: inventory },
  )
  return {
    bus,
    configFile,
    stop: async () => {
      stopWatching()
      await collector.stop()
    },
  }
}
