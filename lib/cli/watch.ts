import type { Event } from '@/lib/model/event'
import { printable } from '@/lib/server/inventory'
import { follow, type Start, withFailures } from './follow'
import { type Io, writeLine } from './io'

const padded = (value: number, width = 2): string => `${value}`.padStart(width, '0')

/** `2026-11-22 21:00:03.123 +01:00`: the user's own time, with its distance from UTC. */
export const localTime = (iso: string): string => {
  const at = new Date(iso)
  const offset = -at.getTimezoneOffset()
  const date = [at.getFullYear(), padded(at.getMonth() + 1), padded(at.getDate())].join('-')
  const time = [at.getHours(), at.getMinutes(), at.getSeconds()].map(part => padded(part)).join(':')
  const [hours, minutes] = [Math.floor(Math.abs(offset) / 60), Math.abs(offset) % 60]
  const zone = `${offset < 0 ? '-' : '+'}${padded(hours)}:${padded(minutes)}`
  return `${date} ${time}.${padded(at.getMilliseconds(), 3)} ${zone}`
}

const lineOf = ({ at, kind, text }: Event): string => printable(`${localTime(at)}  ${kind.padEnd(13)}  ${text}`)

/** `vxscope watch`: one event a line as it happens, as a sentence or as JSON, until Ctrl-C. Gives the exit code. */
export const watchCommand = (
  { configFile, json }: { configFile: string; json: boolean },
  io: Io,
  start?: Start,
): Promise<number> =>
  follow(
    configFile,
    io,
    withFailures(
      bus =>
        bus.subscribe(({ events }) => {
          for (const event of events) writeLine(io.stdout, json ? JSON.stringify(event) : lineOf(event))
        }),
      io,
    ),
    start,
  )
