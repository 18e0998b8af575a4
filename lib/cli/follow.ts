import type { Bus } from '@/lib/bus'
import type { ApiError } from '@/lib/model/error'
import { printable } from '@/lib/server/inventory'
import { type Runtime, type RuntimeSurroundings, startRuntime } from '@/lib/server/runtime'
import { openContext } from './context'
import { EXIT, type Io, writeLine } from './io'

/** Starts a collector in this process; a test gives its own. */
export type Start = (configFile: string, surroundings: RuntimeSurroundings) => Promise<Pick<Runtime, 'bus' | 'stop'>>

/** Tells on stderr why a node can't be read, once for each reason. */
const reportFailures = (bus: Bus, io: Io): (() => void) => {
  const told = new Map<string, string | null>()
  const report = (name: string, error: ApiError | null): void => {
    const code = error?.code ?? null
    if ((told.get(name) ?? null) === code) return
    told.set(name, code)
    if (error === null) return
    writeLine(io.stderr, printable(`${name}: ${error.code}: ${error.message}`))
    if (error.hint !== '') writeLine(io.stderr, `  ${printable(error.hint)}`)
  }
  for (const { name, error } of bus.current().overlay.nodes) report(name, error)
  return bus.subscribe(({ delta }) => {
    for (const { name, error } of delta.nodes.put) report(name, error)
  })
}

/** Until Ctrl-C, or until nobody reads what is written (`vxscope watch | head`). */
const untilEnough = ({ stdout, onInterrupt }: Io): Promise<void> =>
  new Promise(resolve => {
    // Signals alone keep no process alive, and the collector's own timers needn't.
    const stay = setInterval(() => {}, 2 ** 30)
    const stop = (): void => {
      clearInterval(stay)
      forget()
      resolve()
    }
    const forget = onInterrupt(stop)
    stdout.once('error', stop)
    stdout.once('close', stop)
  })

/** What is done with the bus, and what ends that. */
export type Begin = (bus: Bus) => () => void

/** The same, and why nodes can't be read is told on stderr. */
export const withFailures =
  (begin: Begin, io: Io): Begin =>
  bus => {
    const ends = [begin(bus), reportFailures(bus, io)]
    return () => {
      for (const end of ends) end()
    }
  }

/** Keeps the nodes' state current in this process, without a server, until the user ends it. Gives the exit code. */
export const follow = async (
  configFile: string,
  io: Io,
  begin: Begin,
  start: Start = startRuntime,
): Promise<number> => {
  const context = await openContext(configFile, io)
  if (!context.ok) {
    writeLine(io.stderr, context.error)
    return EXIT.usage
  }
  const enough = untilEnough(io)
  const { bus, stop } = await start(configFile, { env: io.env, home: io.home })
  const end = begin(bus)
  await enough
  end()
  await stop()
  return EXIT.fine
}
