import type { Bus, Snapshot } from '@/lib/bus'
import type { FdbAnswer, FdbQuery } from '@/lib/model/api'
import type { FdbRow, Node } from '@/lib/model/overlay'
import { queryFdb } from '@/lib/overlay'
import { printable } from '@/lib/server/inventory'
import { FDB_COLUMNS, type FdbArguments, formatSeconds, readFilter } from './fdb'
import { follow, type Start, withFailures } from './follow'
import { EXIT, type Io, writeLine } from './io'
import { headOf } from './read-overlay'
import { type Column, renderTable, styleOf } from './table'

/** What of `STATE` and the ages a person watches: how long a row has left. A stale row counts no further. */
const leftColumn = (now: number): Column<FdbRow> => ({
  title: 'LEFT',
  value: ({ expiresAt, state }) =>
    expiresAt === null || state !== 'live'
      ? null
      : formatSeconds(Math.max(0, Math.ceil((Date.parse(expiresAt) - now) / 1000))),
  align: 'right',
})

/** Ages are told by what is left of them. */
const columnsAt = (now: number): Column<FdbRow>[] => [
  ...FDB_COLUMNS.filter(({ title }) => title !== 'USED' && title !== 'UPDATED' && title !== 'STATE'),
  leftColumn(now),
  ...FDB_COLUMNS.filter(({ title }) => title === 'STATE'),
]

/** Alternate screen, no cursor, no wrapping of long lines (xterm's control sequences); and back. */
const ENTER = '\x1b[?1049h\x1b[?25l\x1b[?7l'
const LEAVE = '\x1b[?7h\x1b[?25h\x1b[?1049l'
const HOME = '\x1b[H'
const TO_LINE_END = '\x1b[K'
const TO_SCREEN_END = '\x1b[J'

/** A screen of at most `height` lines, written over the one before: of a table what there is room for above what stands at its foot. */
export const screenOf = (lines: readonly string[], height: number, foot: readonly string[] = []): string => {
  const room = Math.max(height - foot.length, 1)
  const shown = lines.length > room ? lines.slice(0, room - 1) : lines
  const hidden = lines.length - shown.length
  const all = [...shown, ...(hidden > 0 ? [`… and ${hidden} more`] : []), ...foot].slice(0, height)
  return `${HOME}${all.map(line => `${line}${TO_LINE_END}`).join('\r\n')}${TO_SCREEN_END}`
}

/** Whether there is anything to tell: what no node was read for is not an empty table. */
const isRead = ({ overlay: { nodes } }: Snapshot): boolean =>
  nodes.length === 0 || nodes.some(({ state }) => state !== 'unknown')

/** More don't leave room for a table. */
const MOST_FAILURES = 3

/** Why nodes can't be read, as long as they can't. */
const failureLines = (nodes: readonly Pick<Node, 'name' | 'error'>[]): string[] => {
  const failed = nodes.flatMap(({ name, error }) => (error === null ? [] : [{ name, error }]))
  const lines = failed
    .slice(0, MOST_FAILURES)
    .flatMap(({ name, error }) => [`${name}: ${error.code}: ${error.message}`, `  ${error.hint}`])
  const rest = failed.length - MOST_FAILURES
  const more =
    rest > 0 ? [`${rest} further ${rest === 1 ? 'node' : 'nodes'} can't be read: vxscope snapshot tells why.`] : []
  return [...lines, ...more].map(printable)
}

const answerOf = (bus: Bus, query: FdbQuery): FdbAnswer | null => {
  const snapshot = bus.current()
  const page = queryFdb(snapshot.fdb, query)
  return page.ok ? { ...headOf(snapshot), ...page.value } : null
}

const drawRegularly = (bus: Bus, query: FdbQuery, io: Io): (() => void) => {
  const draw = (): void => {
    const answer = answerOf(bus, query)
    if (answer === null) return
    const table = renderTable(answer.rows, columnsAt(Date.now()), styleOf(io)).trimEnd().split('\n')
    const snapshot = bus.current()
    const told = isRead(snapshot) ? `${answer.total} rows` : 'Nothing read yet'
    const foot = ['', ...failureLines(snapshot.overlay.nodes), `${told} · Ctrl-C ends`]
    io.stdout.write(screenOf(table, io.stdout.rows ?? 24, foot))
  }
  io.stdout.write(ENTER)
  draw()
  const timer = setInterval(draw, 1000)
  return () => {
    clearInterval(timer)
    io.stdout.write(LEAVE)
  }
}

/** Changes that come within a moment make one line. */
const LINE_EVERY_MS = 250

const writeChanges = (bus: Bus, query: FdbQuery, io: Io): (() => void) => {
  let last = ''
  let timer: NodeJS.Timeout | null = null
  const write = (): void => {
    timer = null
    if (!isRead(bus.current())) return
    const answer = answerOf(bus, query)
    const rows = JSON.stringify(answer?.rows)
    if (answer === null || rows === last) return
    last = rows
    writeLine(io.stdout, JSON.stringify(answer))
  }
  write()
  const leave = bus.subscribe(({ delta: { fdb } }) => {
    // The first line needs no row.
    if (last === '' || fdb.put.length + fdb.remove.length > 0) timer ??= setTimeout(write, LINE_EVERY_MS)
  })
  return () => {
    leave()
    if (timer) clearTimeout(timer)
  }
}

/** `null`: the terminal can be drawn on. */
const whyNotDrawn = ({ stdout, env }: Io): string | null => {
  if (!stdout.isTTY)
    return 'fdb --watch draws on a terminal. For a pipe or a file: fdb --watch --json, or vxscope watch.'
  if (env.TERM !== 'dumb') return null
  return 'fdb --watch draws on a terminal, and TERM=dumb is one that nothing can be drawn on: fdb --watch --json, or vxscope watch.'
}

/**
 * `vxscope fdb --watch [FILTER]`: the table in place, counting down, until Ctrl-C; with `--json` the body of `/fdb` a line each
 * time that matching rows change. Gives the exit code.
 */
export const fdbWatchCommand = async (
  { configFile, filter, json }: FdbArguments,
  io: Io,
  start?: Start,
): Promise<number> => {
  const query = readFilter(filter, io)
  if (query === null) return EXIT.usage
  if (json)
    return follow(
      configFile,
      io,
      withFailures(bus => writeChanges(bus, query, io), io),
      start,
    )
  const why = whyNotDrawn(io)
  if (why === null) return follow(configFile, io, bus => drawRegularly(bus, query, io), start)
  writeLine(io.stderr, why)
  return EXIT.usage
}
