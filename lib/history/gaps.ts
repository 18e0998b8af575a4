import type { Event } from '@/lib/model/event'

/** Events of one node that were not recorded; times in ms since 1970. */
interface Gap {
  node: string
  events: number
  from: number
  to: number
}

const isoOf = (ms: number): string => new Date(ms).toISOString()

/** The mark that stands in the record where events are missing. */
const markOf = ({ node, events, from, to }: Gap): Event => ({
  ...{ id: `event:${isoOf(to)}/${node}/notRecorded/${isoOf(from)}`, at: isoOf(to), node, kind: 'notRecorded' },
  ...{ reason: null, row: null, from: null, to: null },
  text:
    events === 1
      ? `1 event of ${node} was not recorded, at ${isoOf(to)}.`
      : `${events} events of ${node} were not recorded between ${isoOf(from)} and ${isoOf(to)}.`,
})

export const isMark = ({ kind }: Event): boolean => kind === 'notRecorded'

/** What the record lacks and doesn't say yet: one gap a node, however much is missing. */
export class Gaps {
  #gaps = new Map<string, Gap>()

  /** How many marks it would take. */
  get size(): number {
    return this.#gaps.size
  }

  add(events: readonly Event[]): void {
    for (const { node, at } of events) {
      const ms = Date.parse(at)
      this.#merge({ node, events: 1, from: ms, to: ms })
    }
  }

  /** The marks to write; `putBack` when they could not be. */
  take(): { marks: Event[]; putBack: () => void } {
    const taken = [...this.#gaps.values()]
    this.#gaps = new Map()
    return {
      marks: taken.map(markOf),
      putBack: () => {
        for (const gap of taken) this.#merge(gap)
      },
    }
  }

  #merge(gap: Gap): void {
    const known = this.#gaps.get(gap.node)
    if (!known) this.#gaps.set(gap.node, gap)
    else {
      const [from, to] = [Math.min(known.from, gap.from), Math.max(known.to, gap.to)]
      this.#gaps.set(gap.node, { node: gap.node, events: known.events + gap.events, from, to })
    }
  }
}
