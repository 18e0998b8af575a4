import type { Bus } from '@/lib/bus'
import type { FdbAnswer, FdbQuery } from '@/lib/model/api'
import type { FdbRow } from '@/lib/model/overlay'
import { queryFdb } from '@/lib/overlay'
import { FDB_COLUMNS, type FdbArguments, formatSeconds, readFilter } from './fdb'
import { follow, type Start } from './follow'
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

/** A screen of at most `height` lines, written over the one before. */
export const screenOf = (lines: readonly string[], height: number): string => {
  const shown = lines.length > height ? lines.slice(0, height - 1) : lines
  const hidden = lines.length - shown.length
  const all = hidden > 0 ? [...shown, `… and ${hidden} more`] : shown
  return `${HOME}${all.map(line => `${line}${TO_LINE_END}`).join('\r\n')}${TO_SCREEN_END}`
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
    io.stdout.write(screenOf([...table, '', `${answer.total} rows · Ctrl-C ends`], io.stdout.rows ?? 24))
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
    const answer = answerOf(bus, query)
    const rows = JSON.stringify(answer?.rows)
    if (answer === null || rows === last) return
    last = rows
    writeLine(io.stdout, JSON.stringify(answer))
  }
  write()
  const leave = bus.subscribe(({ delta: { fdb } }) => {
    if (fdb.put.length + fdb.remove.length > 0) timer ??= setTimeout(write, LINE_EVERY_MS)
  })
  return () => {
    leave()
    if (timer) clearTimeout(timer)
  }
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
  if (!json && !io.stdout.isTTY) {
    writeLine(io.stderr, 'fdb --watch draws on a terminal. For a pipe or a file: fdb --watch --json, or vxscope watch.')
    return EXIT.usage
  }
  return follow(configFile, io, bus => (json ? writeChanges(bus, query, io) : drawRegularly(bus, query, io)), start)
}
