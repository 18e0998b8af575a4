import type { FdbEntry, Reading } from '@/lib/model/reading'
import { type AgeingBasis, observeBasis, vxlanAgeing } from './ageing'
import { byDestination } from './by-destination'
import type { RowParts } from './fdb-rows'
import { frameOf, frameText } from './frame'
import { diffLinks } from './link-changes'
import type { FdbTable, Leaving } from './live-table'
import { idMaker } from './row-ids'
import { countMissed, goneNames, OWED_MS, renameRows, type Step, settleOne, tellOfLinks, unchanged } from './steps'
import { isSettled, TableEdit, type Telling } from './table-edit'
import { isVxlanEntry } from './view'

export interface ReadingOptions {
  /** When the reading was asked for, ms: what lines told since is newer than it. */
  startedAt: number
  /** Lines were followed without a gap since the last reading, so what differs is what they missed. */
  watched: boolean
}

/** A full reading on its way into its node's table. What lines tell between two steps is newer, and stays. */
export interface ReadingSteps {
  /** Does so much more, a row looked at being 1 and a row that differs 16, on the table as it is now. */
  step(table: FdbTable, work: number): Step
  /** All is taken: the table says what the reading does. */
  readonly isDone: boolean
}

/** The clock that a living entry shows its kernel to age by. */
const basisShown = (edit: TableEdit, entry: FdbEntry): AgeingBasis | null => {
  if (entry.state === 'permanent' || entry.state === 'static') return null
  const link = edit.linkOf(entry)
  const ageing = vxlanAgeing(link?.vxlan?.ageing ?? null)
  if (ageing === null || !isVxlanEntry(entry, link) || edit.kindOf(entry) !== 'learned') return null
  return observeBasis(entry, ageing, 'alive')
}

/** Why a row is missing from a reading. A learned one whose end can't be known may have aged or not. */
const reasonMissing = (edit: TableEdit, row: RowParts, gone: ReadonlySet<string>, { at, unseen }: Telling) => {
  if (unseen) return 'unknown'
  const { ifname, master } = row.entry
  if (gone.has(ifname) || (master !== null && gone.has(master))) return 'deviceDeleted'
  const device = edit.deviceReason(row.entry)
  if (device !== null) return device
  const expiry = edit.expiryOf(row.entry)
  if (expiry !== null) return at >= expiry.earliest ? 'aged' : 'flushed'
  return edit.kindOf(row.entry) === 'learned' ? 'unknown' : 'flushed'
}

/** What a row costs: to look at, and to take with all that comes of it. */
const LOOK = 1
const CHANGE = 16

class Taking implements ReadingSteps {
  isDone = false
  private readonly first: boolean
  private readonly telling: Telling
  private readonly text: string
  private readonly frame: Reading
  private readonly owes: boolean
  private readonly lost: boolean
  private readonly idOf: (entry: FdbEntry) => string
  /** By id; of two with one the first. */
  private readonly entries = new Map<string, FdbEntry>()
  private indexed = 0
  private work: Generator<number, void, TableEdit> | null = null

  constructor(
    table: FdbTable,
    private readonly reading: Reading,
    private readonly options: ReadingOptions,
  ) {
    this.first = table.frame === null
    this.lost = table.lost !== null
    this.telling = { at: reading.readAt, quiet: this.first, unseen: this.lost }
    this.owes = options.watched && !this.first && !this.lost
    this.text = frameText(reading)
    this.frame = table.frame && table.frameText === this.text ? table.frame : frameOf(reading)
    this.idOf = idMaker(table.node, this.frame)
  }

  step(table: FdbTable, work: number): Step {
    let left = this.index(work)
    if (left <= 0) return { table, changes: unchanged(table) }
    const begins = this.work === null
    const base = begins ? countMissed(table, this.telling.at - OWED_MS) : table
    const edit = new TableEdit(base, this.frame)
    this.work ??= this.take(base, edit)
    while (left > 0 && !this.isDone) {
      const { done, value } = this.work.next(edit)
      this.isDone = done ?? false
      left -= value ?? 0
    }
    const { table: next, changes } = edit.result({ lost: null, frameText: this.text, ...this.atEnd })
    if (!this.isDone) return { table: next, changes }
    return { table: { ...next, told: next.told.filter(({ at }) => at >= this.options.startedAt) }, changes }
  }

  /** Only a table that says all that a reading does was read when that was. */
  private get atEnd(): { readAt: number } | null {
    return this.isDone ? { readAt: this.reading.readAt } : null
  }

  /** Gives what is left of `rows` when all are known by their ids. */
  private index(rows: number): number {
    const { fdb, readAt } = this.reading
    const end = Math.min(fdb.length, this.indexed + rows)
    const left = rows - (end - this.indexed)
    for (; this.indexed < end; this.indexed++) {
      const entry = fdb[this.indexed]
      if (!entry) continue
      const id = this.idOf(entry)
      if (!this.entries.has(id)) this.entries.set(id, entry.readAt === undefined ? { ...entry, readAt } : entry)
    }
    return this.indexed < fdb.length ? 0 : left
  }

  private isNewer(edit: TableEdit, id: string): boolean {
    return (edit.told.get(id)?.at ?? Number.NEGATIVE_INFINITY) >= this.options.startedAt
  }

  private differs(edit: TableEdit, id: string): void {
    if (this.owes) edit.owed.set({ id, at: this.telling.at })
  }

  /** All that is to be done, a row at a time; each time with the edit that it goes into. */
  private *take(table: FdbTable, first: TableEdit): Generator<number, void, TableEdit> {
    let edit = first
    const links = table.frame && this.frame !== table.frame ? diffLinks(table.frame.links, this.frame.links) : []
    this.begin(edit, table, links)
    for (const entry of this.entries.values()) {
      edit.observe(basisShown(edit, entry))
      edit = yield LOOK
    }
    for (const left of table.leaving) {
      if (isOpen(edit, left)) settleOne(edit, left, this.options.startedAt)
      edit = yield CHANGE
    }
    renameRows(edit, table, links)
    const absent = new Map<string, string | null>()
    for (const [id, row] of edit.rows.entries()) if (row && !this.entries.has(id)) absent.set(id, row.entry.dst)
    for (const { id, entry } of table.rows.items()) {
      if (!this.entries.has(id) && edit.rows.get(id)) absent.set(id, entry.dst)
      edit = yield LOOK
    }
    const gone = { has: (id: string) => absent.has(id) && !this.isNewer(edit, id) }
    for (const [id, entry] of byDestination(this.entries, ([, { dst }]) => dst)) {
      const known = edit.rows.get(id)
      const counts = known ? !isSettled(known.entry, entry) : !this.isNewer(edit, id)
      if (counts) {
        if (!known) this.differs(edit, id)
        edit.put(entry, gone, this.telling)
      }
      edit = yield counts ? CHANGE : LOOK
    }
    const goneDevices = goneNames(links)
    for (const [id] of byDestination(absent, ([, dst]) => dst)) {
      const row = edit.rows.get(id)
      if (row && gone.has(id)) {
        edit.remove(row, reasonMissing(edit, row, goneDevices, this.telling), this.telling)
        this.differs(edit, id)
      }
      edit = yield CHANGE
    }
  }

  private begin(edit: TableEdit, { node }: FdbTable, links: ReturnType<typeof diffLinks>): void {
    const { at } = this.telling
    if (this.first || this.lost) {
      edit.tellOfNode(at, 'nodeConnected', null, node, `${node} ${this.lost ? 'is back' : 'was reached'}.`)
    }
    tellOfLinks(edit, node, links, this.telling)
  }
}

const isOpen = (edit: TableEdit, { id, at }: Leaving): boolean => edit.leaving.get(id)?.at === at

/**
 * Takes a full reading in steps: what differs from the table is put right. The first one only says what is there. After the node
 * was lost nobody knows when and why things changed, and the events say so.
 */
export const beginFdbReading = (table: FdbTable, reading: Reading, options: ReadingOptions): ReadingSteps =>
  new Taking(table, reading, options)

/** As `beginFdbReading`, in one step. */
export const applyFdbReading = (table: FdbTable, reading: Reading, options: ReadingOptions): Step =>
  beginFdbReading(table, reading, options).step(table, Number.POSITIVE_INFINITY)
