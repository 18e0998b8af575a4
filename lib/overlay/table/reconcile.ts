import type { FdbEntry, Reading } from '@/lib/model/reading'
import { type AgeingBasis, observeBasis, vxlanAgeing } from '../ageing'
import type { RowParts } from '../build/fdb-rows'
import { isVxlanEntry } from '../build/view'
import { compareText } from '../lists/order'
import { sortInSteps } from '../lists/sort-in-steps'
import type { FdbTable, Leaving } from './fdb-table'
import { frameOf, isSameFrame } from './frame'
import { diffLinks, type LinkChange } from './link-changes'
import { type Match, matchReading } from './match-reading'
import type { Telling } from './row-teller'
import { isSettled } from './same-entry'
import { countMissed, goneNames, OWED_MS, renameRows, type Step, settleOne, tellOfLinks } from './steps'
import { TableEdit } from './table-edit'

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

const byId = (a: { id: string }, b: { id: string }): number => compareText(a.id, b.id)

/** What a row costs: to look at, and to take with all that comes of it. */
const LOOK = 1
const CHANGE = 16

/** Work that gives, a row at a time, what it cost. */
type Steps = Generator<number, void, unknown>

/** The step that is being taken. */
interface Current {
  table: FdbTable
  edit: TableEdit
}

/** The rows that a reading named, in its order, and all there were then: those that the step which began to note them left. */
interface Noted {
  rows: FdbTable['rows'] | null
  order: RowParts[]
}

const isOpen = (edit: TableEdit, { id, at }: Leaving): boolean => edit.leaving.get(id)?.at === at

class Taking implements ReadingSteps {
  isDone = false
  private readonly first: boolean
  private readonly telling: Telling
  private readonly frame: Reading
  private readonly links: readonly LinkChange[]
  private readonly owes: boolean
  private readonly lost: boolean
  private noted: Noted | null = null
  /** The step that is being taken: another one after each `yield` at which the last one ended. */
  private now: Current
  private readonly work = this.take()
  private isBegun = false

  constructor(
    table: FdbTable,
    private readonly reading: Reading,
    private readonly options: ReadingOptions,
  ) {
    const { frame, lost } = table
    this.first = frame === null
    this.lost = lost !== null
    this.telling = { at: reading.readAt, quiet: this.first, unseen: this.lost, isReading: true }
    this.owes = options.watched && !this.first && !this.lost
    this.frame = frame && isSameFrame(frame, reading) ? frame : frameOf(reading)
    this.links = frame && this.frame !== frame ? diffLinks(frame.links, this.frame.links) : []
    this.now = { table, edit: new TableEdit(table, this.frame) }
  }

  step(before: FdbTable, work: number): Step {
    const table = this.isBegun ? before : countMissed(before, this.telling.at - OWED_MS)
    this.isBegun = true
    const edit = new TableEdit(table, this.frame)
    this.now = { table, edit }
    for (let left = work; left > 0 && !this.isDone; ) {
      const { done, value } = this.work.next()
      this.isDone = done ?? false
      left -= value ?? 0
    }
    const step = edit.result({ lost: null, ...(this.isDone && { readAt: this.reading.readAt }) })
    if (this.noted) this.noted.rows ??= step.table.rows
    return this.isDone ? { ...step, table: this.settled(step.table) } : step
  }

  /** Only a table that says all that a reading does was read when that was. */
  private settled(table: FdbTable): FdbTable {
    const told = table.told.filter(({ at }) => at >= this.options.startedAt)
    if (!this.noted) return { ...table, told }
    const { rows, order } = this.noted
    const fdb = order.length === this.reading.fdb.length ? this.reading.fdb : null
    return { ...table, told, read: rows && order.length === rows.size ? { rows, order, fdb } : null }
  }

  /** Notes the rows in the reading's order, as they stand after the step in which this begins: what lines tell then is newer. */
  private *note(matched: Match['order']): Steps {
    const { table, edit } = this.now
    if (matched === null && edit.rows.size === 0 && table.rows === table.read?.rows) return
    const newer = new Set(Array.from(edit.told.entries(), ([id]) => id))
    for (const { id, at } of table.told) if (at >= this.options.startedAt) newer.add(id)
    const order: RowParts[] = []
    this.noted = { rows: null, order }
    for (const was of matched ?? table.read?.order ?? []) {
      const row = was && newer.has(was.id) ? edit.rows.get(was.id) : was
      if (row) order.push(row)
      yield LOOK
    }
  }

  private isNewer(edit: TableEdit, id: string): boolean {
    return (edit.told.get(id)?.at ?? Number.NEGATIVE_INFINITY) >= this.options.startedAt
  }

  private differs(edit: TableEdit, id: string): void {
    if (this.owes) edit.owed.set({ id, at: this.telling.at })
  }

  /** All that is to be done, a row at a time. */
  private *take(): Steps {
    this.begin()
    for (const left of this.now.table.leaving) {
      if (isOpen(this.now.edit, left)) settleOne(this.now.edit, left, this.options.startedAt)
      yield CHANGE
    }
    renameRows(this.now.edit, this.now.table, this.links)
    const match = yield* matchReading(this.now.edit, this.now.table, this.reading)
    for (const { entry } of match.unsettled) {
      yield LOOK
      this.now.edit.observe(basisShown(this.now.edit, entry))
    }
    if (match.order) yield* this.put(match.unsettled, match.absent, match.order)
    yield* this.remove(match)
    yield* this.note(match.order)
  }

  private *put(unsettled: Match['unsettled'], absent: Match['absent'], order: NonNullable<Match['order']>): Steps {
    const { readAt } = this.reading
    for (const { id, entry, at, known: was } of yield* sortInSteps(unsettled, byId)) {
      yield CHANGE
      const { edit } = this.now
      const isNewer = this.isNewer(edit, id)
      const known = isNewer ? edit.rows.get(id) : was
      if (known ? isSettled(known.entry, entry, readAt) : isNewer) continue
      if (!known) this.differs(edit, id)
      const gone = { has: (other: string) => absent.has(other) && !this.isNewer(edit, other) }
      edit.putRow(id, known, entry.readAt === undefined ? { ...entry, readAt } : entry, gone, this.telling)
      order[at] = edit.rows.get(id)
    }
  }

  private *remove({ absent }: Match): Steps {
    const gone = goneNames(this.links)
    for (const id of absent.keys()) {
      yield CHANGE
      const { edit } = this.now
      const row = edit.rows.get(id)
      if (!row || this.isNewer(edit, id)) continue
      edit.remove(row, reasonMissing(edit, row, gone, this.telling), this.telling)
      this.differs(edit, id)
    }
  }

  private begin(): void {
    const { edit, table } = this.now
    const { node } = table
    const { at } = this.telling
    if (this.first || this.lost) {
      edit.tellOfNode(at, 'nodeConnected', null, node, `${node} ${this.lost ? 'is back' : 'was reached'}.`)
    }
    tellOfLinks(edit, node, this.links, this.telling)
  }
}

/**
 * Takes a full reading in steps: what differs from the table is put right. The first one only says what is there. After the node
 * was lost nobody knows when and why things changed, and the events say so.
 */
export const beginFdbReading = (table: FdbTable, reading: Reading, options: ReadingOptions): ReadingSteps =>
  new Taking(table, reading, options)

/** As `beginFdbReading`, in one step. */
export const applyFdbReading = (table: FdbTable, reading: Reading, options: ReadingOptions): Step =>
  beginFdbReading(table, reading, options).step(table, Number.POSITIVE_INFINITY)
