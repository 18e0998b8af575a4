import { chmod, mkdir, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { stringify } from 'yaml'
import { newEd25519 } from '@/lib/ssh/test-keys'
import type { FaultName } from './faults'
import { fingerprintOf, parseKey } from './keys'
import type { NodeState } from './model/state'
import { type NodeCounts, NodeServer } from './node-server'

export interface NodeSpec {
  name: string
  state: NodeState
  /** Default `ops`. */
  user?: string
  /** Log in by this password, which the client finds in the environment variable `env`, and by nothing else. */
  password?: { env: string; value: string }
  tags?: readonly string[]
  /** In force from the start. */
  fault?: FaultName
}

export interface FleetOptions {
  nodes: readonly NodeSpec[]
  /** Gets `vxscope.yaml`, `known_hosts` and the client's key `id_ed25519`. Made where it isn't there. */
  stateDir: string
  /** The modelled time in ms; ages are counted by it. Default: a monotonic clock. */
  clock?: () => number
  /** Seconds, for the inventory. Default 2. */
  pollInterval?: number
  /** One host key for all nodes: saves half a millisecond a node at the start. Default: from 100 nodes on. */
  sharedHostKey?: boolean
  /** Ports from here on, one a node; default: whichever are free. */
  firstPort?: number
  /** Whether the nodes can be watched; without they can only be polled. Default true. */
  monitors?: boolean
  /** Between two bytes of the fault `drips`. Default 1000. */
  dripMs?: number
}

/** A node's modelled state, to be looked at and changed while the fleet runs. */
export interface NodeModel {
  readonly state: NodeState
  update(change: (state: NodeState) => NodeState): void
}

export interface FleetNode {
  name: string
  user: string
  port: number
  /** Of the host key it offers when it behaves: `SHA256:…`. */
  fingerprint: string
}

/** Simulated nodes over real SSH. Nothing of it is a real device, and it is never called one. */
export interface Fleet {
  configFile: string
  knownHostsFile: string
  identityFile: string
  nodes: readonly FleetNode[]
  /** What the nodes' ages are counted by, ms. */
  now(): number
  setFault(node: string, fault: FaultName | null): Promise<void>
  fault(node: string): FaultName | null
  model(node: string): NodeModel
  counts(node: string): Readonly<NodeCounts>
  stop(): Promise<void>
}

const inventory = (
  options: FleetOptions,
  ports: readonly number[],
  files: { knownHosts: string; identity: string },
): string =>
  stringify(
    {
      knownHosts: files.knownHosts,
      pollInterval: options.pollInterval ?? 2,
      nodes: options.nodes.map(({ name, user, password, tags }, index) => ({
        name,
        host: '127.0.0.1',
        port: ports[index] ?? 0,
        user: user ?? 'ops',
        ...(password ? { passwordEnv: password.env } : { identityFile: files.identity }),
        tags: ['simulated', ...(tags ?? [])],
      })),
    },
    { lineWidth: 0 },
  )

/** A file that its owner alone may read, from its first byte on. */
const writeSecret = async (file: string, text: string): Promise<void> => {
  await rm(file, { force: true })
  await writeFile(file, text, { mode: 0o600 })
}

/**
 * Ports are searched for below the range that the system takes for outgoing connections (32768 on): a node whose port
 * a fault closes must find it free again.
 */
const PORTS = { first: 20_000, last: 32_000 }

const isTaken = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'EADDRINUSE'

const listenFrom = async (server: NodeServer, first: number): Promise<void> => {
  for (let port = first; port <= PORTS.last; port += 1) {
    try {
      return await server.listen(port)
    } catch (error) {
      if (!isTaken(error)) throw error
    }
  }
  throw new Error(`no free port from ${first} to ${PORTS.last}`)
}

const listenAll = async (servers: readonly NodeServer[], firstPort: number | undefined): Promise<void> => {
  // Two fleets at a time begin at different places, so that they seldom try the same ports.
  let next = PORTS.first + ((process.pid * 131) % 8000)
  for (const [index, server] of servers.entries()) {
    if (firstPort === undefined) await listenFrom(server, next)
    else await server.listen(firstPort + index)
    next = server.port + 1
  }
}

/** Starts the nodes and writes their inventory. Rejects, with nothing left running, when a port can't be had or the directory can't be written. */
export const startFleet = async (options: FleetOptions): Promise<Fleet> => {
  const started = performance.now()
  const clock = options.clock ?? (() => performance.now() - started)
  const client = newEd25519()
  const clientKey = parseKey(client.public)
  const other = newEd25519()
  const shared = (options.sharedHostKey ?? options.nodes.length >= 100) ? newEd25519() : null
  const nodes = options.nodes.map(spec => ({ spec, key: shared ?? newEd25519() }))
  const servers = nodes.map(
    ({ spec, key }) =>
      new NodeServer({
        state: spec.state,
        clock,
        login: { user: spec.user ?? 'ops', clientKey, password: spec.password?.value ?? null },
        hostKey: key.private,
        otherHostKey: other.private,
        dripMs: options.dripMs ?? 1000,
        monitors: options.monitors ?? true,
      }),
  )
  const stop = async () => {
    await Promise.all(servers.map(server => server.stop()))
  }
  const files = {
    config: path.join(options.stateDir, 'vxscope.yaml'),
    knownHosts: path.join(options.stateDir, 'known_hosts'),
    identity: path.join(options.stateDir, 'id_ed25519'),
  }
  try {
    await mkdir(options.stateDir, { recursive: true, mode: 0o700 })
    await chmod(options.stateDir, 0o700)
    await listenAll(servers, options.firstPort)
    const ports = servers.map(({ port }) => port)
    await writeSecret(files.identity, client.private)
    await writeFile(
      files.knownHosts,
      nodes.map(({ key }, index) => `[127.0.0.1]:${ports[index]} ${key.public}\n`).join(''),
    )
    await writeFile(files.config, inventory(options, ports, files))
    await Promise.all(nodes.map(({ spec }, index) => servers[index]?.setFault(spec.fault ?? null)))
  } catch (error) {
    await stop()
    throw error
  }
  const byName = new Map(nodes.map(({ spec }, index) => [spec.name, servers[index]]))
  const serverOf = (name: string): NodeServer => {
    const server = byName.get(name)
    if (!server) throw new Error(`the fleet has no node ${name}`)
    return server
  }
  return {
    configFile: files.config,
    knownHostsFile: files.knownHosts,
    identityFile: files.identity,
    nodes: nodes.map(({ spec, key }, index) => ({
      name: spec.name,
      user: spec.user ?? 'ops',
      port: servers[index]?.port ?? 0,
      fingerprint: fingerprintOf(key.public),
    })),
    now: clock,
    setFault: (node, fault) => serverOf(node).setFault(fault),
    fault: node => serverOf(node).fault,
    model: serverOf,
    counts: node => serverOf(node).counts,
    stop,
  }
}
