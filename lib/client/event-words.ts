import type { Event, EventKind } from '@/lib/model/event'
import { REASON_WORD } from './why-gone'

/** Each kind in a word or two. */
export const KIND_WORD: Record<EventKind, string> = {
  learned: 'learned',
  added: 'added',
  moved: 'moved',
  gone: 'gone',
  linkUp: 'device up',
  linkDown: 'device down',
  linkAdded: 'device added',
  linkGone: 'device gone',
  linkChanged: 'device changed',
  nodeConnected: 'connected',
  nodeLost: 'not reached',
  nodeRefused: 'refused',
  flapping: 'flapping',
  change: 'change',
  findingOpened: 'finding',
  findingClosed: 'finding closed',
  notRecorded: 'not recorded',
}

/** What happened, in a word or two; of what is gone, why. */
export const eventWord = ({ kind, reason, row }: Pick<Event, 'kind' | 'reason' | 'row'>): string => {
  if (kind !== 'gone') return KIND_WORD[kind]
  return reason === null ? 'gone' : reason === 'unknown' ? 'gone, unseen' : row === null ? 'gone' : REASON_WORD[reason]
}

/** How much it should be looked at. */
export const eventTone = (kind: EventKind): 'plain' | 'ok' | 'warn' | 'bad' => {
  switch (kind) {
    case 'nodeLost':
    case 'nodeRefused':
      return 'bad'
    case 'moved':
    case 'flapping':
    case 'linkDown':
    case 'linkGone':
    case 'findingOpened':
    case 'notRecorded':
      return 'warn'
    case 'nodeConnected':
    case 'linkUp':
    case 'findingClosed':
      return 'ok'
    default:
      return 'plain'
  }
}
