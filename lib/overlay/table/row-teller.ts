import type { Event, EventReason } from '@/lib/model/event'
import type { FdbEntry, Reading } from '@/lib/model/reading'
import { type RowMaker, type RowParts, rowMaker } from '../build/fdb-rows'
import { placeOf } from '../build/track'
import { bridgeOf, isVxlanEntry, type ReadingView } from '../build/view'
import { EventBook } from './event-book'
import { rowEventText } from './event-text'
import type { FdbTable } from './fdb-table'

/** How a step came to know: `quiet` makes no events, `unseen` says that nobody knows when or why. */
export interface Telling {
  at: number
  quiet: boolean
  unseen: boolean
  /** A full reading at this moment: it tells of a row each thing but once. */
  isReading?: boolean
}

/** What happened to a row: from where, to where; `fromPlace` where no entry is left that says it. */
interface Happening {
  from?: FdbEntry | null
  to?: FdbEntry | null
  fromPlace?: string | null
}

/** Puts what happens in a step of a table into the words of events. */
export class RowTeller {
  private readonly book: EventBook
  private readonly make: RowMaker
  /** For rows of devices that are no longer there. */
  private readonly makeBefore: RowMaker

  constructor(
    private readonly table: FdbTable,
    frame: Reading,
    private readonly view: ReadingView,
  ) {
    this.book = new EventBook(table)
    this.make = rowMaker(table.node, frame, table.observed)
    this.makeBefore =
      table.frame && table.frame !== frame ? rowMaker(table.node, table.frame, table.observed) : this.make
  }

  /** Where a row says its MAC is. */
  whereOf(entry: FdbEntry): string | null {
    return placeOf(this.view, entry)?.at ?? entry.dst
  }

  /** Something that happened to a row; nothing is told of the entries of ordinary devices. */
  tell(
    kind: Event['kind'],
    reason: EventReason | null,
    row: RowParts,
    { from = null, to = null, fromPlace = null }: Happening,
    { at, quiet, isReading = false }: Telling,
  ): void {
    const { entry } = row
    const link = this.view.linkOf(entry.ifname)
    if (quiet || (!isVxlanEntry(entry, link) && bridgeOf(entry, link) === null)) return
    const make = link === undefined ? this.makeBefore : this.make
    const content = {
      ...{ node: this.table.node, kind, reason, row: make(row, 'live', []) },
      from: from ? this.whereOf(from) : fromPlace,
      to: to && this.whereOf(to),
    }
    this.book.add(at, row.id, { ...content, text: rowEventText(content) }, isReading)
  }

  /** Something that happened to the node or a device of it. */
  tellOfNode(at: number, kind: Event['kind'], reason: EventReason | null, subject: string, text: string): void {
    this.book.add(at, subject, { node: this.table.node, kind, reason, row: null, from: null, to: null, text })
  }

  result(): { events: Event[]; named: FdbTable['named'] } {
    return { events: this.book.events, named: this.book.named() }
  }
}
