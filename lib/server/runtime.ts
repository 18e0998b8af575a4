import { randomBytes } from 'node:crypto'
import { homedir } from 'node:os'
import path from 'node:path'
import { type Bus, createBus } from '@/lib/bus'
import { createConnect, READ_LIMITS, snapshotOf, startCollector } from '@/lib/collect'
import type { Inventory } from '@/lib/model/inventory'
import { createLoginGate, readHostKeyTrust } from '@/lib/ssh'
import { knownHostsFile, readInventory, userKnownHostsFiles, watchInventory, withDefaults } from './inventory'
import { log } from './log'

/** What this process is made of while it serves. */
export interface Runtime {
  bus: Bus
  configFile: string
  stop(): Promise<void>
}

/** A login costs the node and us some 30 ms of CPU each: so many at once over all nodes. */
const LOGINS_AT_ONCE = 6

/** Readings that come together are shown together: the overlay is built at most once in so many ms. */
const BUILD_EVERY_MS = 50

/** Runs `build` soon, and once for any number of calls that come before. */
const coalesce = (build: () => void): { request: () => void; cancel: () => void } => {
  let timer: NodeJS.Timeout | null = null
  return {
    request: () => {
      timer ??= setTimeout(() => {
        timer = null
        build()
      }, BUILD_EVERY_MS)
    },
    cancel: () => {
      if (timer) clearTimeout(timer)
      timer = null
    },
  }
}

/** Starts the collector over the inventory in `configFile` and keeps `bus` current until `stop`. */
export const startRuntime = async (
  configFile: string,
  env: Record<string, string | undefined> = process.env,
): Promise<Runtime> => {
  const read = await readInventory(configFile)
  if (!read.ok) throw new Error(`The inventory can't be used:\n${read.error.map(({ message }) => message).join('\n')}`)
  let inventory: Inventory = read.value
  const home = homedir()
  const bus = createBus(randomBytes(6).toString('hex'), Date.now())
  const trust = await readHostKeyTrust({
    own: knownHostsFile(inventory, configFile, env, home),
    user: userKnownHostsFiles(home),
  })
  const builds = coalesce(() => bus.publish(snapshotOf(collector.views(), Date.now())))
  const collector = startCollector({
    connect: createConnect({
      baseDir: path.dirname(configFile),
      home,
      env,
      trust,
      gate: createLoginGate(LOGINS_AT_ONCE),
      nodes: () => withDefaults(inventory),
    }),
    limits: READ_LIMITS,
    pollIntervalMs: () => inventory.pollInterval * 1000,
    now: Date.now,
    random: Math.random,
    onChange: builds.request,
  })
  const take = (next: Inventory): void => {
    inventory = next
    collector.setNodes(withDefaults(next))
  }
  take(inventory)
  const stopWatching = watchInventory(configFile, result => {
    if (result.ok) take(result.value)
    else for (const problem of result.error) log.error(problem.message)
  })
  return {
    bus,
    configFile,
    stop: async () => {
      stopWatching()
      builds.cancel()
      await collector.stop()
    },
  }
}
