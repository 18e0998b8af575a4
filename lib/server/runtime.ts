import { randomBytes } from 'node:crypto'
import { homedir } from 'node:os'
import path from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { type ApplyAccess, createAccess } from '@/lib/apply'
import { type Bus, createBus } from '@/lib/bus'
import { createConnect, createParser, createStore, READ_LIMITS, startCollector } from '@/lib/collect'
import { bundlePath } from '@/lib/history'
import type { ApiError, NodeError } from '@/lib/model/error'
import type { Inventory } from '@/lib/model/inventory'
import type { FlapRule } from '@/lib/overlay'
import { createLoginGate, type HostKeyTrust, type LoginGate, readHostKeyTrust, type SshConnection } from '@/lib/ssh'
import { type AboutNodes, type FactsRead, readChangeFacts } from './change/read-facts'
import {
  formatProblems,
  type InventoryProblem,
  knownHostsFile,
  readFirstInventory,
  readInventory,
  userKnownHostsFiles,
  watchInventory,
} from './inventory'
import { log } from './log'

const flapRuleOf = ({ flapping: { moves, within } }: Inventory): FlapRule => ({ moves, within: within * 1000 })

const unusable = (problems: readonly InventoryProblem[]): ApiError => ({
  code: 'inventoryUnusable',
  message: "The inventory has changed and can't be used; the last good one stays.",
  hint: formatProblems(problems),
})

/** How this process reaches nodes: for whoever tries one out, trusts its key, or writes the inventory. */
export interface NodeAccess {
  inventory(): Inventory
  /** Why the inventory's file, as it is now, is not in use; `null` where it is. */
  inventoryError(): ApiError | null
  trust(): HostKeyTrust
  /** Our own file of trusted host keys. */
  knownHosts(): string
  gate: LoginGate
  home: string
  env: Record<string, string | undefined>
  /** Takes the inventory file as it is now, without waiting for its change to be noticed. */
  reload(): Promise<void>
}

/** What this process is made of while it serves. */
export interface Runtime {
  bus: Bus
  configFile: string
  access: NodeAccess
  /**
   * Asks the nodes that a change names what a plan of it must know. What they have is as it is known here, where a node is
   * followed as it changes; `afresh`: each is read anew. Changes nothing.
   */
  readFacts(change: AboutNodes, options?: { afresh: boolean }): Promise<FactsRead>
  /** The connection by which a node is followed, while it stands. */
  connectionOf(node: string): SshConnection | null
  /** A node of the inventory, on a connection of its own, to be changed. */
  openNode: ApplyAccess['open']
  stop(): Promise<void>
}

/** A login costs the node and us some 30 ms of CPU each: so many at once over all nodes. */
const LOGINS_AT_ONCE = 6

export interface RuntimeSurroundings {
  /** Where passwords named by `passwordEnv` and the agent's socket are found. */
  env?: Record<string, string | undefined>
  /** Whose `.ssh` is honoured. */
  home?: string
  /** Told of each reading: how long it took in ms, and the error where it failed. */
  onReading?: (ms: number, error: NodeError | null) => void
}

/**
 * Starts the collector over the inventory in `configFile` and keeps `bus` current until `stop`.
 * A file that doesn't exist yet is an inventory without nodes. Throws only when the inventory can't be used at the start.
 */
export const startRuntime = async (
  configFile: string,
  { env = process.env, home = homedir(), onReading }: RuntimeSurroundings = {},
): Promise<Runtime> => {
  const read = await readFirstInventory(configFile)
  if (!read.ok) throw new Error(`The inventory can't be used.\n${formatProblems(read.error)}`)
  let { inventory } = read.value
  const bus = createBus(randomBytes(6).toString('hex'), Date.now())
  const ownKeys = (): string => knownHostsFile(inventory, configFile, env, home)
  const readTrust = () => readHostKeyTrust({ own: ownKeys(), user: userKnownHostsFiles(home) })
  let trust = await readTrust()
  const gate = createLoginGate(LOGINS_AT_ONCE)
  const connect = createConnect({
    baseDir: path.dirname(configFile),
    home,
    env,
    trust: () => trust,
    gate,
    inventory: () => inventory,
  })
  const kept = new Map<string, SshConnection>()
  const collector = startCollector({
    connect: async node => {
      const opened = await connect(node)
      if (opened.ok) kept.set(node.name, opened.value.connection)
      return opened
    },
    limits: READ_LIMITS,
    parse: createParser(() => bundlePath('lib/collect/parse/worker.ts'), log.failure),
    pollIntervalMs: () => inventory.pollInterval * 1000,
    now: Date.now,
    random: Math.random,
    report: log.failure,
    ...(onReading ? { onReading } : {}),
    store: createStore(bus.publish, Date.now, { flapRule: () => flapRuleOf(inventory) }),
  })
  const take = async (next: Inventory): Promise<void> => {
    // Defaults decide how every node is reached: all are begun anew.
    if (!isDeepStrictEqual(next.defaults, inventory.defaults)) collector.setNodes([])
    inventory = next
    trust = await readTrust()
    // Another one may have been taken meanwhile.
    collector.setNodes(inventory.nodes)
    log.info(`${inventory.nodes.length} nodes from ${configFile}`)
  }
  await take(inventory)
  let inventoryError: ApiError | null = null
  const stopWatching = watchInventory(
    configFile,
    result => {
      inventoryError = result.ok ? null : unusable(result.error)
      if (inventoryError) log.error(`${inventoryError.message}\n${inventoryError.hint}`)
      else if (result.ok && !isDeepStrictEqual(result.value, inventory)) take(result.value).catch(log.failure)
    },
    { last: inventory, absent: read.value.absent },
  )
  const access: NodeAccess = {
    ...{ gate, home, env },
    inventory: () => inventory,
    inventoryError: () => inventoryError,
    trust: () => trust,
    knownHosts: ownKeys,
    reload: async () => {
      const now = await readInventory(configFile)
      inventoryError = now.ok ? null : unusable(now.error)
      if (now.ok && !isDeepStrictEqual(now.value, inventory)) await take(now.value)
    },
  }
  return {
    ...{ bus, configFile, access },
    readFacts: (change, { afresh } = { afresh: false }) => {
      const { overlay, readings } = bus.current()
      const followed = new Set(overlay.nodes.flatMap(({ name, watch }) => (watch === 'stream' ? [name] : [])))
      const known = { overlay, readings, afresh: (node: string) => afresh || !followed.has(node) }
      return readChangeFacts(change, inventory.nodes, connect, known)
    },
    connectionOf: node => {
      const connection = kept.get(node)
      return connection?.status === 'connected' ? connection : null
    },
    openNode: name => createAccess(inventory.nodes, connect)(name),
    stop: async () => {
      stopWatching()
      await collector.stop()
    },
  }
}
