import { type DensityAnswer, type Event, EventKind } from '@/lib/model/event'
import { plural } from './time'
import { shareOf, type TimeWindow } from './time-window'

/** What a timeline tells apart, each by a shape of its own. */
export const GROUPS = ['came', 'went', 'moved', 'device'] as const
export type EventGroup = (typeof GROUPS)[number]

const GROUP: Record<EventKind, EventGroup> = {
  learned: 'came',
  added: 'came',
  moved: 'moved',
  gone: 'went',
  flapping: 'moved',
  linkUp: 'device',
  linkDown: 'device',
  linkAdded: 'device',
  linkGone: 'device',
  linkChanged: 'device',
  nodeConnected: 'device',
  nodeLost: 'device',
  nodeRefused: 'device',
  notRecorded: 'device',
  change: 'device',
  findingOpened: 'device',
  findingClosed: 'device',
}

export const groupOf = (kind: EventKind): EventGroup => GROUP[kind]

/** What happened in one bucket, from `at` on. */
export interface Mark extends Record<EventGroup, number> {
  at: number
}

const EMPTY: Record<EventGroup, number> = { came: 0, went: 0, moved: 0, device: 0 }

/** The buckets of an answer, with what has happened since it was made. */
export const marksOf = (answer: DensityAnswer | undefined, since: readonly Event[]): Mark[] => {
  if (answer === undefined) return []
  const [first, now] = [Date.parse(answer.since), Date.parse(answer.now)]
  const marks = new Map<number, Mark>()
  const add = (at: number, kind: EventKind, count: number): void => {
    const mark = marks.get(at) ?? { at, ...EMPTY }
    mark[groupOf(kind)] += count
    marks.set(at, mark)
  }
  for (const { at, counts } of answer.buckets)
    for (const kind of EventKind.options) add(Date.parse(at), kind, counts[kind] ?? 0)
  for (const event of since) {
    const at = Date.parse(event.at)
    const bucket = first + Math.floor((at - first) / answer.bucketMs) * answer.bucketMs
    if (at > now && bucket < Date.parse(answer.until)) add(bucket, event.kind, 1)
  }
  return [...marks.values()].sort((a, b) => a.at - b.at)
}

const WORDS: Record<EventGroup, (count: number) => string> = {
  came: count => `${count} learned or added`,
  went: count => `${count} gone`,
  moved: count => `${count} moved`,
  device: count => plural(count, 'device or node event'),
}

/** What happened in a bucket, in words. */
export const markWords = (mark: Mark | undefined): string => {
  const parts = GROUPS.flatMap(group => {
    const count = mark?.[group] ?? 0
    return count > 0 ? [WORDS[group](count)] : []
  })
  return parts.length === 0 ? 'nothing happened' : parts.join(', ')
}

/** The bucket that a moment lies in. */
export const markAt = (marks: readonly Mark[], at: number, step: number): Mark | undefined =>
  marks.find(mark => at >= mark.at && at < mark.at + step)

/** A mark as it is drawn: left and width as shares of the window, heights up to 1, by the root, so that few are seen beside many. */
export interface Bar extends Mark {
  left: number
  width: number
  up: number
  down: number
}

export const barsOf = (marks: readonly Mark[], window: TimeWindow, bucketMs: number): Bar[] => {
  const shown = marks.filter(({ at }) => at + bucketMs > window.from && at < window.to)
  const most = Math.max(1, ...shown.map(({ came, went }) => Math.max(came, went)))
  const height = (count: number): number => (count === 0 ? 0 : Math.max(0.2, Math.sqrt(count / most)))
  return shown.map(mark => ({
    ...mark,
    left: shareOf(window, mark.at),
    width: shareOf(window, mark.at + bucketMs) - shareOf(window, mark.at),
    up: height(mark.came),
    down: height(mark.went),
  }))
}

/** Times of a window that nobody recorded: gaps, and what lies before the first moment that is kept. */
export const blanksOf = (
  answer: DensityAnswer | undefined,
  window: TimeWindow,
): { from: number; to: number; why: 'gap' | 'before' }[] => {
  if (answer === undefined) return []
  const oldest = answer.oldestAt === null ? window.to : Date.parse(answer.oldestAt)
  const all = [
    { from: window.from, to: oldest, why: 'before' as const },
    ...answer.gaps.map(gap => ({ from: Date.parse(gap.from), to: Date.parse(gap.to), why: 'gap' as const })),
  ]
  return all.filter(({ from, to }) => to > from && to > window.from && from < window.to)
}
