import type { Event } from '@/lib/model/event'
import type { FdbChange, RowRef } from './fdb-table'

/** What several steps changed of one node, one after the other: as if it had been one step. */
export class Gathered {
  private readonly put = new Map<string, FdbChange['put'][number]>()
  private readonly removed = new Map<string, RowRef>()
  private readonly events: Event[] = []
  private frame: FdbChange['frame'] = null
  private last: FdbChange | null = null

  add(change: FdbChange): void {
    for (const ref of change.remove) {
      this.put.delete(ref.id)
      this.removed.set(ref.id, ref)
    }
    for (const row of change.put) {
      this.removed.delete(row.id)
      this.put.set(row.id, row)
    }
    for (const event of change.events) this.events.push(event)
    this.frame = change.frame ?? this.frame
    this.last = change
  }

  /** Rows that have changed, or events where those are more. */
  get size(): number {
    return Math.max(this.put.size + this.removed.size, this.events.length)
  }

  /** All that was added; `null` before anything was. */
  change(): FdbChange | null {
    const { last, frame, events } = this
    return last && { ...last, frame, events, put: [...this.put.values()], remove: [...this.removed.values()] }
  }
}
