import { WATCHING, type WatchSource, watchCommand } from '@/lib/platform'
import type { Machine } from './commands/outcome'
import type { NodeState } from './model/state'
import { FdbWatch } from './model/watch'
import { printHappening, printLinkChanges } from './print/monitor'
import type { Piece } from './shell'

/** A monitor that a command asks for. `kept`: it says when it watches, and ends with its input. */
export interface MonitorCommand {
  source: WatchSource
  kept: boolean
}

const MONITORS = new Map<string, MonitorCommand>([
  [watchCommand('fdb'), { source: 'fdb', kept: true }],
  [watchCommand('link'), { source: 'link', kept: true }],
  ['bridge monitor fdb', { source: 'fdb', kept: false }],
])

/** The simulated shell runs no script with pipes in it: it knows that of lib/platform/watch.ts as a whole. */
export const monitorOf = (command: string): MonitorCommand | undefined => MONITORS.get(command)

/** The node that a monitor runs on. */
export interface Monitored {
  machine(): Machine
  /** Whether what happens now overflows the monitor's socket. */
  overflows(): boolean
  /** Calls back on each change of the state; gives the function that ends it. */
  onUpdate(listener: () => void): () => void
}

/** What a shell gives for a process that SIGTERM ended. */
const TERMINATED = 143

const OVERFLOW = 'netlink receive error No buffer space available (105)\n'

/** So often at least it is looked at the clock, which need not run as ours does. */
const LONGEST_MS = 1_000

interface Watcher {
  nextAt: number
  step(machine: Machine): string[]
}

const watchFdb = ({ state, now }: Machine): Watcher => {
  const watch = new FdbWatch(state, now)
  return {
    get nextAt() {
      return watch.nextAt
    },
    step: machine => watch.step(machine.state, machine.now).map(what => printHappening(machine.state, what)),
  }
}

const watchLinks = ({ state }: Machine): Watcher => {
  let before: NodeState = state
  return {
    nextAt: Number.POSITIVE_INFINITY,
    step: machine => {
      const lines = machine.state === before ? [] : printLinkChanges(before, machine.state)
      before = machine.state
      return lines
    },
  }
}

/** Rings when told to, or when the time is up; a ring that nobody waits for is kept. */
const createBell = () => {
  let rung = false
  let wake: (() => void) | null = null
  const ring = () => {
    rung = true
    wake?.()
  }
  const wait = async (ms: number): Promise<void> => {
    const timer = setTimeout(ring, ms)
    if (!rung) await new Promise<void>(resolve => (wake = resolve))
    clearTimeout(timer)
    rung = false
    wake = null
  }
  return { ring, wait }
}

/**
 * Prints what happens on a node until `signal` ends it, in the words of its iproute2. Its value is the exit status.
 */
export async function* runMonitor(
  { source, kept }: MonitorCommand,
  node: Monitored,
  signal: AbortSignal,
): AsyncGenerator<Piece, number> {
  const watcher = (source === 'fdb' ? watchFdb : watchLinks)(node.machine())
  const bell = createBell()
  const stop = node.onUpdate(bell.ring)
  signal.addEventListener('abort', bell.ring, { once: true })
  try {
    if (kept) yield { to: 'stderr', text: `${WATCHING}\n` }
    while (!signal.aborted) {
      const lines = watcher.step(node.machine())
      if (lines.length > 0 && node.overflows()) yield { to: 'stderr', text: OVERFLOW }
      else if (lines.length > 0) yield { to: 'stdout', text: lines.join('') }
      await bell.wait(Math.min(LONGEST_MS, Math.max(1, watcher.nextAt - node.machine().now)))
    }
    return TERMINATED
  } finally {
    stop()
  }
}
