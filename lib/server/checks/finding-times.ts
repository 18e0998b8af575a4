import type { History } from '@/lib/history'
import type { Event } from '@/lib/model/event'
import type { Finding, FoundSpan, ToldFinding } from '@/lib/model/finding'

/** What became of findings before: since when each is found, and how often it was. */
export interface FindingTimes {
  take(events: readonly Event[]): void
  /** Whether a finding that opens at `at` (ms) was open before this process began, and only its telling had ended. */
  goesOn(id: string, at: number): boolean
  of(finding: Pick<Finding, 'id' | 'since'>): Pick<ToldFinding, 'since' | 'times' | 'before'>
}

/** What happened that is looked at when a server starts: the newest of each kind. */
const PAGES = 10
const PAGE = 1000
const SHOWN = 5
/** What is found again so soon after a start was never mended: the start itself ended its telling. */
const GOES_ON_MS = 300_000
/** Findings that are remembered; those that were found longest ago are forgotten. */
const MOST = 20_000

interface Known {
  times: number
  /** Newest first; the first is the one that is open, as long as `to` isn't told. */
  spans: FoundSpan[]
  open: boolean
}

const NAMED = /^event:[^/]+\/[^/]*\/finding(?:Opened|Closed)\/(.+)$/

/** Which finding an event tells of; `null` where it is of another kind. */
export const findingIdOf = ({ id }: Pick<Event, 'id'>): string | null => NAMED.exec(id)?.[1] ?? null

/** Carries the times of findings on by what happens, oldest first. `startedAt`: of this process, ms. */
export const createFindingTimes = (past: readonly Event[], startedAt: number): FindingTimes => {
  const known = new Map<string, Known>()

  const isGoingOn = (id: string, at: number): boolean => (known.get(id)?.open ?? false) && at - startedAt < GOES_ON_MS
  const opened = (id: string, at: string): void => {
    const before = known.get(id) ?? { times: 0, spans: [], open: false }
    const [last, ...earlier] = before.spans
    const goesOn = last !== undefined && isGoingOn(id, Date.parse(at))
    known.delete(id)
    known.set(id, {
      times: goesOn ? before.times : before.times + 1,
      spans: goesOn ? [last, ...earlier] : [{ from: at, to: null }, ...before.spans].slice(0, SHOWN + 1),
      open: true,
    })
    for (const oldest of known.keys()) {
      if (known.size <= MOST) break
      known.delete(oldest)
    }
  }
  const closed = (id: string, at: string): void => {
    const entry = known.get(id)
    const [last, ...earlier] = entry?.spans ?? []
    if (entry && last) known.set(id, { ...entry, open: false, spans: [{ ...last, to: at }, ...earlier] })
  }

  const take = (events: readonly Event[]): void => {
    for (const event of events) {
      if (event.kind !== 'findingOpened' && event.kind !== 'findingClosed') continue
      const id = findingIdOf(event)
      if (id === null) continue
      if (event.kind === 'findingOpened') opened(id, event.at)
      else closed(id, event.at)
    }
  }
  take(past)

  return {
    take,
    goesOn: isGoingOn,
    of: ({ id, since }) => {
      const entry = known.get(id)
      const [last, ...earlier] = entry?.spans ?? []
      if (!entry?.open || !last)
        return { since, times: (entry?.times ?? 0) + 1, before: (entry?.spans ?? []).slice(0, SHOWN) }
      const isEarlier = last.from < since
      return { since: isEarlier ? last.from : since, times: entry.times, before: earlier.slice(0, SHOWN) }
    },
  }
}

const newest = async (history: History, kind: 'findingOpened' | 'findingClosed'): Promise<Event[]> => {
  const found: Event[] = []
  let cursor: string | undefined
  for (let page = 0; page < PAGES; page += 1) {
    const answer = await history.events({ kind, order: 'newest', limit: PAGE, ...(cursor ? { cursor } : {}) })
    if (!answer.ok) break
    found.push(...answer.value.events)
    if (answer.value.nextCursor === null) break
    cursor = answer.value.nextCursor
  }
  return found
}

/** What is recorded of findings, oldest first. */
export const readFindingEvents = async (history: History): Promise<Event[]> => {
  const events = [...(await newest(history, 'findingOpened')), ...(await newest(history, 'findingClosed'))]
  const isOpening = ({ kind }: Event): number => Number(kind === 'findingOpened')
  return events.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : isOpening(a) - isOpening(b)))
}
