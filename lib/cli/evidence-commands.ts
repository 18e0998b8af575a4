import { type Command, InvalidArgumentError } from 'commander'
import { Moment } from '@/lib/model/overlay'
import type { Io } from './io'
import { CONFIG, configOf, JSON_OPTION } from './options'

const collectVni = (text: string): number => {
  if (/^\d{1,8}$/.test(text) && Number(text) <= 0xffffff) return Number(text)
  throw new InvalidArgumentError('Expected a whole number from 0 to 16777215.')
}

/** What is no number stays as it was typed, and is refused as such. */
const numberOf = (text: string): number | string => (/^-?\d+(\.\d+)?$/.test(text) ? Number(text) : text)

/** A moment in ms since 1970. */
const collectMoment = (text: string): number => {
  const moment = Moment.safeParse(text)
  if (!moment.success) throw new InvalidArgumentError('Expected a time with its zone, as 2026-11-22T12:00:00Z.')
  const at = Date.parse(moment.data)
  if (at <= Date.now()) return at
  throw new InvalidArgumentError('Expected a moment that has been.')
}

interface TraceOptions {
  json?: boolean
  at?: number
}

interface ProbeOptions {
  json?: boolean
  arping?: boolean
  /** A text is no number. */
  count: number | string
  follow: number | string
}

interface CaptureOptions {
  json?: boolean
  write?: string
  packets: number | string
  seconds: number | string
}

/** `vxscope trace`, `vxscope probe` and `vxscope capture`. */
export const addEvidenceCommands = (program: Command, io: Io, done: (status: number) => void): void => {
  program
    .command('trace')
    .summary('what would become of a frame: unicast or flooded, step by step, and the way back')
    .description('Reads the nodes, or the history, and sends nothing. Exits 1 when the frame does not get there.')
    .argument('<from>', 'a node, or a host’s MAC or address')
    .argument('<vni>', 'the VNI', collectVni)
    .argument('<to>', 'a MAC or an address, or a node')
    .option('--at <time>', 'as it was then, by the history of the server: 2026-11-22T12:00:00Z', collectMoment)
    .option(...CONFIG)
    .option(...JSON_OPTION)
    .action(async (from: string, vni: number, to: string, options: TraceOptions, command: Command) => {
      const { traceCommand } = await import('./trace')
      const { json = false, at } = options
      done(await traceCommand({ from, vni, to, at, configFile: configOf(command), json }, io))
    })
  program
    .command('probe')
    .summary('ping through the overlay, and tell step by step what it teaches')
    .description(
      'Sends packets through the overlay, so the inventory must say "probe: true". With "capture: true" too, what the underlay carries is shown.',
    )
    .argument('<from>', 'the node that sends')
    .argument('<vni>', 'the VNI', collectVni)
    .argument('<to>', 'an IP address in the overlay')
    .option('--count <number>', 'packets, 10 at most', numberOf, 3)
    .option('--arping', 'ARP requests instead of pings')
    .option('--follow <seconds>', 'go on until what was taught has aged out, so long at most, up to 900', numberOf, 0)
    .option(...CONFIG)
    .option(...JSON_OPTION)
    .action(async (from: string, vni: number, to: string, options: ProbeOptions, command: Command) => {
      const { probeCommand } = await import('./evidence')
      const { count, follow, arping = false, json = false } = options
      const request = { from, vni, to, count, follow, method: arping ? 'arping' : 'ping' }
      done(await probeCommand({ request, configFile: configOf(command), json }, io))
    })
  program
    .command('capture')
    .summary('capture VXLAN packets of a VNI on several nodes at once, as one sequence')
    .description('Headers alone, bounded in number and time. The inventory must say "capture: true".')
    .argument('<vni>', 'the VNI', collectVni)
    .argument('[nodes...]', 'on these alone')
    .option('--packets <number>', 'of each node, 2000 at most', numberOf, 500)
    .option('--seconds <number>', '120 at most', numberOf, 15)
    .option('--write <folder>', 'where a pcap file of each node is written')
    .option(...CONFIG)
    .option(...JSON_OPTION)
    .action(async (vni: number, nodes: string[], options: CaptureOptions, command: Command) => {
      const { captureCommand } = await import('./evidence')
      const { packets, seconds, write: folder = null, json = false } = options
      const request = { vni, packets, seconds, ...(nodes.length > 0 && { nodes }) }
      done(await captureCommand({ request, folder, configFile: configOf(command), json }, io))
    })
}
