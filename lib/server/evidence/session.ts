import { randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Capture, startCapture } from '@/lib/collect'
import type { NodeError } from '@/lib/model/error'
import type { CaptureNode, EvidenceLine, SentProbe, Step } from '@/lib/model/probe'
import { createSequence, type PcapRecord, readVxlan } from '@/lib/packet'
import { type CaptureOrder, captureArgv, commandLine } from '@/lib/platform'
import { log } from '../log'
import type { Runtime } from '../runtime'
import { createLineQueue } from './line-queue'
import type { Shelf } from './shelf'
import { type CaptureTarget, groupsOf, memberPlaces, nodesBehind } from './targets'

/** What evidence is taken from. */
export interface EvidenceSource extends Pick<Runtime, 'bus' | 'connectionOf'> {
  shelf: Shelf
}

export interface SessionOptions {
  vni: number
  /** The node whose clock orders packets; its VTEP comes first. */
  reference: string | null
  between: readonly [string, string] | null
  macs: readonly string[]
  packets: number
  seconds: number
}

/** Steps are told anew at most so often. */
const TELL_MS = 80

const notConnected: NodeError = {
  code: 'unreachable',
  message: 'the node is not connected',
  hint: 'What other nodes tell is shown all the same. Test its connection to learn why.',
}

/** What ends by itself is waited for so much longer, s. */
export const LATE_SECONDS = 10

/** A command that should have ended by itself, and has not. */
export const overdue = (command: string, seconds: number): NodeError => ({
  code: 'timeout',
  message: `${command} did not end within ${seconds} s`,
  hint: 'The node hangs, or is overloaded. The connection to it was told to end the command.',
})

/** ms since 1970, finer than whole ones, that can't jump. */
const createClock = (): (() => number) => {
  const [wall, monotonic] = [Date.now(), performance.now()]
  return () => wall + performance.now() - monotonic
}

/** One story as it comes about: captures on several nodes and the events of their FDBs, as lines for who asked. */
export const openSession = ({ bus, connectionOf, shelf }: EvidenceSource, options: SessionOptions) => {
  const { vni, reference, between, macs, packets, seconds } = options
  const id = randomBytes(8).toString('hex')
  const now = createClock()
  const queue = createLineQueue()
  const nodes = new Map<string, CaptureNode>()
  const captures = new Map<string, Capture>()
  const told = new Map<string, string>()
  let start = now()
  let onIdle: () => void = () => {}
  const sequence = createSequence({
    ...{ vni, reference, between, macs },
    nodesOf: address => nodesBehind(bus.current(), vni, address),
    captured: () => captures.size > 0,
  })

  const tell = (): Step[] => {
    const steps = sequence.steps()
    for (const step of steps) {
      const text = JSON.stringify(step)
      if (told.get(step.id) === text) continue
      told.set(step.id, text)
      queue.put({ line: 'step', step })
    }
    return steps
  }
  let timer: NodeJS.Timeout | null = null
  const tellSoon = (): void => {
    timer ??= setTimeout(() => {
      timer = null
      tell()
    }, TELL_MS)
  }

  const setNode = (node: string, change: Partial<CaptureNode>): CaptureNode => {
    const before = nodes.get(node)
    const blank = { node, state: 'starting', error: null, command: null, ifname: null } as const
    const next = { ...blank, plusMinus: null, packets: 0, unread: 0, ...before, ...change }
    nodes.set(node, next)
    queue.put({ line: 'node', node: next })
    return next
  }

  const captureOne = async ({ node, ifname, ports }: CaptureTarget): Promise<void> => {
    const order: CaptureOrder = { ifname, ports, vni, packets, seconds }
    const command = commandLine(captureArgv(order))
    setNode(node, { command, ifname })
    const connection = connectionOf(node)
    if (!connection) return void setNode(node, { state: 'none', error: notConnected })
    const isPort = new Set(ports)
    const early: PcapRecord[] = []
    let clock: Capture['clock'] | undefined
    const take = ({ atUs, data, linkType }: PcapRecord): void => {
      const packet = readVxlan({ data, linkType }, isPort)
      const counts = nodes.get(node) ?? { packets: 0, unread: 0 }
      if (!packet.ok) return void setNode(node, { unread: counts.unread + 1 })
      setNode(node, { packets: counts.packets + 1 })
      const at = clock ? atUs / 1000 - clock.aheadMs : now()
      // Without the node's clock: it came at the latest when it was told, and tcpdump waits for a second at most.
      const plusMinus = clock ? clock.plusMinus : 1000
      if (sequence.saw({ node, ms: at - start, plusMinus, packet: packet.value, command })) tellSoon()
    }
    const started = await startCapture(
      connection,
      order,
      {
        onBytes: chunk => shelf.add(id, node, chunk),
        onRecord: record => (clock === undefined ? early.push(record) : take(record)),
        onEnd: error => {
          setNode(node, { state: 'ended', error })
          onIdle()
        },
      },
      now,
    )
    if (!started.ok) return void setNode(node, { state: 'none', error: started.error })
    captures.set(node, started.value)
    clock = started.value.clock
    const shown = started.value.way === 'sudo' ? `sudo -n ${command}` : command
    const ended = nodes.get(node)?.state === 'ended'
    setNode(node, { ...(!ended && { state: 'capturing' }), command: shown, plusMinus: clock?.plusMinus ?? null })
    for (const record of early) take(record)
  }

  const unsubscribe = bus.subscribe(({ events, delta }) => {
    for (const event of events) sequence.heard({ event, ms: Date.parse(event.at) - start })
    const restated = delta.fdb.put.filter(row => row.vni === vni).map(sequence.isNow)
    if (events.length > 0 || restated.includes(true)) tellSoon()
  })

  const end = async (why: (EvidenceLine & { line: 'end' })['why']): Promise<void> => {
    unsubscribe()
    if (timer) clearTimeout(timer)
    await Promise.all([...captures.values()].map(capture => capture.close()))
    tell()
    queue.put({ line: 'end', ms: now() - start, why })
    queue.close()
  }

  return {
    id,
    now: () => now() - start,
    put: (line: EvidenceLine) => queue.put(line),
    lines: queue.lines,
    tell,
    nodes: () => [...nodes.values()],
    isFull: sequence.isFull,
    /** The story begins now: what was before is not of it. */
    begin: (probe: SentProbe | null): void => {
      start = now()
      const places = memberPlaces(bus.current(), vni)
      const first = places.filter(place => reference !== null && place.nodes.includes(reference))
      const members = [...first, ...places.filter(place => !first.includes(place))]
      queue.put({
        line: 'begin',
        id,
        at: new Date(start).toISOString(),
        vni,
        members,
        groups: groupsOf(bus.current(), vni),
        probe,
      })
    },
    /** Starts all captures; resolves when each listens or can't. */
    capture: (targets: readonly CaptureTarget[]): Promise<unknown> => Promise.all(targets.map(captureOne)),
    /** Resolves when no capture runs any more. Those that should have ended by themselves long since are ended. */
    idle: async (): Promise<void> => {
      const isOver = ({ state }: CaptureNode): boolean => state === 'ended' || state === 'none'
      const limit = seconds + LATE_SECONDS
      const whole = new Promise<void>(resolve => {
        onIdle = () => {
          if ([...nodes.values()].every(isOver)) resolve()
        }
        onIdle()
      })
      const timer = new AbortController()
      await Promise.race([whole, sleep(limit * 1000, null, { signal: timer.signal }).catch(() => null)])
      timer.abort()
      const late = [...nodes.values()].filter(node => !isOver(node)).map(({ node }) => node)
      await Promise.all(late.map(node => captures.get(node)?.close()))
      for (const node of late) setNode(node, { state: 'ended', error: overdue('tcpdump', limit) })
    },
    stopCaptures: async (): Promise<void> => {
      await Promise.all([...captures.values()].map(capture => capture.close()))
    },
    end,
    /** A mistake of ours: the log has it, and the nodes are left in peace. */
    fail: async (cause: unknown): Promise<void> => {
      log.failure(cause)
      await end('stopped').catch(log.failure)
      queue.close()
    },
  }
}

export type Session = ReturnType<typeof openSession>
