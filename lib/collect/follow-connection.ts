import type { InventoryNode } from '@/lib/model/inventory'
import type { Profile, Reading } from '@/lib/model/reading'
import { applyFdbLines, budgetFor, endsOf, nextReadingAt, settleAt, settleFdb } from '@/lib/overlay'
import type { SshConnection } from '@/lib/ssh'
import { createPace, createPause, nextTurn } from '@/lib/turns'
import { createAlarm } from './alarm'
import type { End, FollowOptions } from './following'
import { openReader } from './open-reader'
import { type NodeMemory, readNode } from './read-node'
import type { ReaderKind } from './reader'
import { takeReading } from './take-reading'
import { createTimer } from './timer'
import { createWatching } from './watching'

export interface ConnectionOptions extends FollowOptions {
  /** Where SSH really goes. */
  host: string
  /** Ways of asking that this node did not bear on the last connection. */
  skip: ReadonlySet<ReaderKind>
}

/** A watched node is read in full at least so often: that is right, the stream is fast. */
const RECONCILE_MS = 30_000
/** Of the time, at most this share is spent on reading one node. */
const READING_SHARE = 0.05
/** By so many readings it is judged what one costs. */
const COSTS = 3
/** Several lines tell of one change of a device; then the node is read. */
const DEVICE_SETTLE_MS = 20
/** A burst that has overflowed the stream goes on for a while. */
const OVERFLOW_SETTLE_MS = 250
/** New entries may age out before the next reading was due: looked at again at most so often. */
const SCHEDULE_EVERY_MS = 1_000

/** What a monitor's names go by: `bridge monitor` keeps the name that it first saw for an index. */
const deviceNames = ({ links }: Reading): string =>
  links.map(({ ifindex, ifname }) => `${ifindex} ${ifname}`).join('\n')

/** What a row that is settled is to a pace. */
const UNITS_OF_A_ROW = 16

/**
 * Keeps a node read and watched on one connection until it fails or `signal` ends it. The stream's changes are taken at
 * once; full readings put right what it missed, tell when entries were refreshed, and are all there is where a node can't
 * be watched.
 */
export const followConnection = async (
  node: InventoryNode,
  connection: SshConnection,
  { pollIntervalMs, limits, parse, now, onReading, signal, sink, host, skip }: ConnectionOptions,
): Promise<End> => {
  const alarm = createAlarm(now, signal)
  let memory: NodeMemory | null = null
  let readings = 0
  let lastReadAt = 0
  let costs: number[] = []
  let scheduledAt = 0
  /** No line was lost since the last reading was asked for. */
  let gapless = false

  const settlePace = createPace()
  /** Settles all that is due, a piece at a time. */
  const settle = async (): Promise<void> => {
    for (let isAll = false; !isAll; ) {
      await nextTurn()
      const most = settlePace.size / UNITS_OF_A_ROW
      const { leaving } = sink.table()
      settlePace.run(() => sink.take(table => settleFdb(table, now(), most)))
      isAll = leaving.size - sink.table().leaving.size < most
    }
    sink.tell()
  }
  const settling = createTimer(now, () => settleAt(sink.table()), settle)
  const schedule = async (): Promise<void> => {
    scheduledAt = now()
    const watched = watching.isOn()
    const budget = budgetFor(costs, READING_SHARE, watched ? RECONCILE_MS : pollIntervalMs())
    const table = sink.table()
    const pause = createPause()
    for (const run of [[], ...table.rows.runs()]) {
      alarm.set(nextReadingAt(endsOf(table, run), lastReadAt, now(), budget))
      await pause()
    }
  }
  const watching = createWatching({
    connection,
    onLines: (lines, more) => {
      const take = more ? sink.take : sink.step
      take(table => applyFdbLines(table, lines, now()))
      settling.arm()
      if (now() - scheduledAt >= SCHEDULE_EVERY_MS) void schedule()
    },
    onDoubt: () => alarm.set(now() + DEVICE_SETTLE_MS),
    onGap: () => {
      gapless = false
      alarm.set(now() + OVERFLOW_SETTLE_MS)
    },
    now,
  })
  const openOptions = {
    limits,
    parse,
    openReader: (on: SshConnection, profile: Profile) => openReader(on, profile, { limits, skip }),
  }

  const readOnce = async (): Promise<End['error']> => {
    const startedAt = now()
    const watched = gapless
    gapless = watching.isOn()
    const before = performance.now()
    const result: Awaited<ReturnType<typeof readNode>> = await readNode(
      connection,
      memory,
      node.platform ?? null,
      now,
      openOptions,
    )
    if (signal.aborted) return null
    const took = performance.now() - before
    onReading?.(took, result.ok ? null : result.error)
    if (!result.ok) return result.error
    costs = [took, ...costs].slice(0, COSTS)
    const { reading } = result.value
    const renamed = memory?.reading ? deviceNames(memory.reading) !== deviceNames(reading) : false
    memory = result.value.memory
    readings += 1
    lastReadAt = reading.readAt
    // What came before the answer must not be taken for newer than it.
    await watching.drained()
    const shell = { host, status: 'connected', error: null, profile: reading.profile } as const
    const told = watching.isOff() ? 'poll' : 'none'
    const watch = watching.isOn() ? 'stream' : told
    await takeReading(sink, reading, { startedAt, watched, shell: { ...shell, watch } })
    settling.arm()
    if (renamed) await watching.renew()
    return null
  }

  const end = (error: End['error']): End => ({ error, readings, kind: memory?.reader.kind ?? null })
  try {
    for (;;) {
      const error = await readOnce()
      if (error || signal.aborted) return end(error)
      const wasOn = watching.isOn()
      await watching.begin()
      // What changed between the reading and the stream's begin is in neither: read once more.
      if (watching.isOn() && !wasOn) alarm.set(now())
      void schedule()
      if (!(await alarm.wait())) return end(null)
    }
  } finally {
    settling.clear()
    await watching.end()
  }
}
