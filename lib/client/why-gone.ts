import type { Event, EventReason } from '@/lib/model/event'
import type { FdbRow } from '@/lib/model/overlay'

/** Why a row went, in a few words. */
export const REASON_WORD: Record<EventReason, string> = {
  aged: 'aged out',
  moved: 'moved',
  flushed: 'flushed',
  deviceDown: 'device down',
  deviceDeleted: 'device deleted',
  replaced: 'replaced by another entry',
  unknown: 'went while nobody watched',
}

const isMoveOf = (event: Event, row: FdbRow): boolean =>
  event.kind === 'moved' &&
  event.row !== null &&
  event.row.mac === row.mac &&
  event.row.vni === row.vni &&
  event.row.id !== row.id &&
  event.from === (row.dst ?? row.ifname)

/** Why `row` is gone, by the events of the last moments, the newest last; `null` while no event has told. */
export const whyGone = (row: FdbRow, events: readonly Event[]): string | null => {
  const event = events.findLast(
    one => one.node === row.node && (isMoveOf(one, row) || (one.kind === 'gone' && one.row?.id === row.id)),
  )
  if (event === undefined) return null
  const moved = event.kind === 'moved' || event.reason === 'moved'
  if (moved && event.to !== null) return `moved to ${event.to}`
  return moved ? 'moved' : REASON_WORD[event.reason ?? 'unknown']
}
