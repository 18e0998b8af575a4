import type { FdbEntry, Reading } from '@/lib/model/reading'
import { type AgeingBasis, observeBasis, vxlanAgeing } from './ageing'
import { byDestination } from './by-destination'
import type { RowParts } from './fdb-rows'
import { frameOf, isSameFrame } from './frame'
import { diffLinks, type LinkChange } from './link-changes'
import type { FdbTable, Leaving } from './live-table'
import { type Match, matchReading } from './match-reading'
import { compareText } from './order'
import type { Telling } from './row-teller'
import { isSettled } from './same-entry'
import { sortInSteps } from './sort-in-steps'
import { countMissed, goneNames, OWED_MS, renameRows, type Step, settleOne, tellOfLinks } from './steps'
import { TableEdit } from './table-edit'
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

const byId = (a: { id: string }, b: { id: string }): number => compareText(a.id, b.id)

/** What a row costs: to look at, and to take with all that comes of it. */
const LOOK = 1
const CHANGE = 16

/** The step that is being taken. */
interface Current {
  table: FdbTable
  edit: TableEdit
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
  /** The rows in the reading's order, as they were when they were taken. */
  private order: Match['order'] = null
  private work: Generator<number, void, Current> | null = null

  constructor(
    { frame, lost }: FdbTable,
    private readonly reading: Reading,
    private readonly options: ReadingOptions,
  ) {
    this.first = frame === null
    this.lost = lost !== null
    this.telling = { at: reading.readAt, quiet: this.first, unseen: this.lost, isReading: true }
    this.owes = options.watched && !this.first && !this.lost
    this.frame = frame && isSameFrame(frame, reading) ? frame : frameOf(reading)
    this.links = frame && this.frame !== frame ? diffLinks(frame.links, this.frame.links) : []
  }

  step(before: FdbTable, work: number): Step {
    const table = this.work ? before : countMissed(before, this.telling.at - OWED_MS)
    const edit = new TableEdit(table, this.frame)
    this.work ??= this.take({ table, edit })
    for (let left = work; left > 0 && !this.isDone; ) {
      const { done, value } = this.work.next({ table, edit })
      this.isDone = done ?? false
      left -= value ?? 0
    }
    const step = edit.result({ lost: null, ...(this.isDone && { readAt: this.reading.readAt }) })
    return this.isDone ? { ...step, table: this.settled(step.table) } : step
  }

  /** Only a table that says all that a reading does was read when that was. */
  private settled(table: FdbTable): FdbTable {
    const told = table.told.filter(({ at }) => at >= this.options.startedAt)
    const newer = new Set(told.items().map(({ id }) => id))
    const { rows, read } = table
    if (this.order === null && rows === read?.rows) return { ...table, told }
    const order: RowParts[] = []
    for (const was of this.order ?? read?.order ?? []) {
      const row = was && newer.size > 0 && newer.has(was.id) ? rows.get({ id: was.id }) : was
      if (row) order.push(row)
    }
    const fdb = order.length === this.reading.fdb.length ? this.reading.fdb : null
    return { ...table, told, read: order.length === rows.size ? { rows, order, fdb } : null }
  }

  private isNewer(edit: TableEdit, id: string): boolean {
    return (edit.told.get(id)?.at ?? Number.NEGATIVE_INFINITY) >= this.options.startedAt
  }

  private differs(edit: TableEdit, id: string): void {
    if (this.owes) edit.owed.set({ id, at: this.telling.at })
  }

  /** All that is to be done, a row at a time; each time with the step that it goes into. */
  private *take(first: Current): Generator<number, void, Current> {
    let now = first
    this.begin(now)
    for (const left of first.table.leaving) {
      if (isOpen(now.edit, left)) settleOne(now.edit, left, this.options.startedAt)
      now = yield CHANGE
    }
    renameRows(now.edit, now.table, this.links)
    const match = yield* matchReading(now.edit, now.table, this.reading)
    this.order = match.order
    for (const { entry } of match.unsettled) {
      now = yield LOOK
      now.edit.observe(basisShown(now.edit, entry))
    }
    if (match.order) yield* this.put(match.unsettled, match.absent, match.order)
    yield* this.remove(match)
  }

  private *put(
    unsettled: Match['unsettled'],
    absent: Match['absent'],
    order: NonNullable<Match['order']>,
  ): Generator<number, void, Current> {
    const { readAt } = this.reading
    for (const { id, entry, at, known: was } of byDestination(
      yield* sortInSteps(unsettled, byId),
      one => one.entry.dst,
    )) {
      const { edit } = yield CHANGE
      const isNewer = this.isNewer(edit, id)
      const known = isNewer ? edit.rows.get(id) : was
      if (known ? isSettled(known.entry, entry, readAt) : isNewer) continue
      if (!known) this.differs(edit, id)
      const gone = { has: (other: string) => absent.has(other) && !this.isNewer(edit, other) }
      edit.putRow(id, known, entry.readAt === undefined ? { ...entry, readAt } : entry, gone, this.telling)
      order[at] = edit.rows.get(id)
    }
  }

  private *remove({ absent }: Match): Generator<number, void, Current> {
    const gone = goneNames(this.links)
    for (const { id } of byDestination(absent.values(), one => one.entry.dst)) {
      const { edit } = yield CHANGE
      const row = edit.rows.get(id)
      if (!row || this.isNewer(edit, id)) continue
      edit.remove(row, reasonMissing(edit, row, gone, this.telling), this.telling)
      this.differs(edit, id)
    }
  }

  private begin({ edit, table: { node } }: Current): void {
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
