import type { NodeError } from '@/lib/model/error'
import type { InventoryNode } from '@/lib/model/inventory'
import type { ShownKey, TestStep } from '@/lib/model/nodes-api'
import type { Profile, Reading } from '@/lib/model/reading'
import { NO_NEEDS, PROBE, parseProbe } from '@/lib/platform'
import {
  type HostKeyTrust,
  type HostKeyVerdict,
  hopsOf,
  type LoginGate,
  type OfferedKey,
  openConnection,
  type ResolveOptions,
  readOfferedKey,
  refuseHostKey,
  resolveTarget,
  type SshConnection,
  type SshTarget,
  unusableKey,
  verdictOn,
} from '@/lib/ssh'
import { createExecReader } from './exec-reader'
import { READ_LIMITS } from './limits'
import { readNode } from './read-node'

export interface TestOptions extends ResolveOptions {
  trust: HostKeyTrust
  gate?: LoginGate
  signal: AbortSignal
}

type Steps = AsyncGenerator<TestStep, boolean>
type Outcome = Pick<TestStep, 'status' | 'detail'> & Partial<Pick<TestStep, 'key' | 'error'>>

/** Tells one step when it begins and when it is over, with the time between. */
const createStep = (step: TestStep['step'], host: string, jump: boolean) => {
  const startedAt = performance.now()
  const tell = (outcome: Outcome, ms: number | null): TestStep => ({
    ...{ step, host, jump, ms, key: null, error: null },
    ...outcome,
  })
  const passed = () => Math.round(performance.now() - startedAt)
  return {
    begin: () => tell({ status: 'running', detail: '' }, null),
    ok: (detail: string, key: ShownKey | null = null) => tell({ status: 'ok', detail, key }, passed()),
    failed: (error: NodeError, key: ShownKey | null = null) =>
      tell({ status: 'failed', detail: error.message, error, key }, passed()),
  }
}

const shownKey = ({ algorithm, fingerprint }: OfferedKey, verdict: HostKeyVerdict): ShownKey => {
  const known = verdict.verdict === 'changed' ? verdict.expected : verdict.verdict === 'unknown' ? verdict.others : []
  const where = 'where' in verdict ? verdict.where : null
  return { algorithm, fingerprint, verdict: verdict.verdict, known: known ?? [], where }
}

const keyBytes = ({ line }: OfferedKey): Buffer => Buffer.from(line.split(' ')[2] ?? '', 'base64')

/** Reaches one host on the way and looks at its key; jump hosts before it are logged in to. */
async function* meet(hop: SshTarget, jump: boolean, { trust, signal }: TestOptions): Steps {
  const reach = createStep('reach', hop.name, jump)
  yield reach.begin()
  let onReached = () => {}
  const reached = new Promise<'reached'>(resolve => {
    onReached = () => resolve('reached')
  })
  const asked = readOfferedKey(hop, { trust, signal, onReached })
  const first = await Promise.race([reached, asked])
  if (first !== 'reached' && !first.ok) {
    yield reach.failed(first.error)
    return false
  }
  const way = hop.jumps.length > 0 ? ` by way of ${hop.jumps.map(({ name }) => name).join(', ')}` : ''
  yield reach.ok(`${hop.host} port ${hop.port} answers${way}`)

  const look = createStep('hostKey', hop.name, jump)
  yield look.begin()
  const offered = await asked
  if (!offered.ok) {
    yield look.failed(offered.error)
    return false
  }
  const key = shownKey(offered.value, verdictOn(trust, hop, offered.value))
  const refused = refuseHostKey(hop, keyBytes(offered.value), trust)
  yield refused === null ? look.ok(`${key.algorithm} ${key.fingerprint}, known`, key) : look.failed(refused, key)
  return refused === null
}

const plural = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`

const describeProfile = ({ os, platform, iproute2 }: Profile): string =>
  [os ?? platform, iproute2 === null ? 'iproute2 of unknown release' : `iproute2 ${iproute2}`].join(', ')

const describeReading = ({ links, fdb, outputs }: Reading): string => {
  const devices = links.filter(({ vxlan }) => vxlan !== null)
  const vnis = [...new Set(devices.flatMap(({ vxlan }) => vxlan?.vni ?? []))].sort((a, b) => a - b)
  const unread = outputs.reduce((sum, { issues }) => sum + issues.length, 0)
  return [
    devices.length === 0 ? 'no VXLAN device yet' : plural(devices.length, 'VXLAN device', 'VXLAN devices'),
    ...(vnis.length > 0 ? [`VNI ${vnis.slice(0, 8).join(', ')}${vnis.length > 8 ? ', …' : ''}`] : []),
    plural(fdb.length, 'FDB entry', 'FDB entries'),
    ...(unread > 0 ? [`${plural(unread, 'line', 'lines')} not understood`] : []),
  ].join(', ')
}

async function* logInAndRead(node: InventoryNode, target: SshTarget, connection: SshConnection): Steps {
  const login = createStep('login', node.name, false)
  yield login.begin()
  const ready = await connection.ready()
  if (!ready.ok) {
    yield login.failed(ready.error)
    return false
  }
  const loggedIn = `logged in as ${target.user}${ready.value.by === null ? '' : ` by ${ready.value.by}`}`
  // Who names a key for a node wants to know whether it fits: another that does is no answer.
  const unusable = node.identityFile === undefined ? null : await unusableKey(target)
  if (unusable) {
    yield login.failed({ ...unusable, message: `${unusable.message}; ${loggedIn} all the same` })
    return false
  }
  yield login.ok(loggedIn)

  const commands = createStep('commands', node.name, false)
  yield commands.begin()
  const reader = createExecReader(connection)
  const probe = await reader.ask(PROBE, READ_LIMITS)
  const profile = probe.ok ? parseProbe(probe.value, node.platform ?? null) : probe
  if (!profile.ok) {
    yield commands.failed(profile.error)
    return false
  }
  yield commands.ok(describeProfile(profile.value))

  const reading = createStep('reading', node.name, false)
  yield reading.begin()
  const memory = { reader, profile: profile.value, needs: NO_NEEDS, reading: null }
  const read = await readNode(connection, memory, node.platform ?? null, Date.now)
  yield read.ok ? reading.ok(describeReading(read.value.reading)) : reading.failed(read.error)
  return read.ok
}

/**
 * Tries to connect to a node and to read it once, step by step, and tells each as it begins and ends: the last is the one that
 * failed, or the reading. Trusts nothing and keeps nothing. Gives whether all went well; never throws.
 */
export async function* testConnection(node: InventoryNode, options: TestOptions): Steps {
  const target = await resolveTarget(node, options)
  if (!target.ok) {
    yield createStep('reach', node.name, false).failed(target.error)
    return false
  }
  const hops = hopsOf(target.value)
  for (const [index, hop] of hops.entries()) {
    if (!(yield* meet(hop, index < hops.length - 1, options))) return false
  }
  const { trust, gate, signal } = options
  const connection = openConnection(target.value, { trust, ...(gate && { gate }) })
  const close = () => void connection.close()
  signal.addEventListener('abort', close, { once: true })
  try {
    return yield* logInAndRead(node, target.value, connection)
  } finally {
    signal.removeEventListener('abort', close)
    await connection.close()
  }
}
