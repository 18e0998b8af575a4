import type { Event } from '@/lib/model/event'
import { isoOf } from '../build/input'
import { Draft, tableOf } from '../lists/draft'
import type { FdbTable } from './fdb-table'

type Content = Omit<Event, 'id' | 'at'>

/**
 * Gathers the events of one step. An id is made of the moment and the content, so the same things that happen at the same
 * moments have the same ids; the second of two that are alike within one millisecond is `…/2`.
 */
export class EventBook {
  readonly events: Event[] = []
  private at: number
  private last = { at: Number.NaN, when: '' }
  private counts: Draft<{ id: string; count: number }>

  constructor({ named }: FdbTable) {
    this.at = named.at
    this.counts = new Draft(named.counts)
  }

  /**
   * `subject` is the row's id or the device, `at` in ms. What a reading tells of its rows happens once in it: it is named as such
   * and not looked up among 100,000 others.
   */
  add(at: number, subject: string, content: Content, isReading = false): void {
    const when = this.when(at)
    const { node, kind, reason, from, to } = content
    const base = `event:${when}/${node}/${kind}/${[reason, subject, from, to].map(part => part ?? '').join('/')}`
    this.events.push({ id: isReading ? `${base}/read` : this.unique(at, base), at: when, ...content })
  }

  private when(at: number): string {
    if (this.last.at !== at) this.last = { at, when: isoOf(at) }
    return this.last.when
  }

  named(): FdbTable['named'] {
    return { at: this.at, counts: this.counts.commit() }
  }

  private unique(at: number, id: string): string {
    if (at > this.at) {
      this.at = at
      this.counts = new Draft(EMPTY)
    }
    const count = (this.counts.get(id)?.count ?? 0) + 1
    this.counts.set({ id, count })
    return count === 1 ? id : `${id}/${count}`
  }
}

const EMPTY = tableOf<{ id: string; count: number }>()
