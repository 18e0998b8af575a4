import type { Event } from '@/lib/model/event'
import type { Overlay } from '@/lib/model/overlay'
import { cardsOfVtep, nodeCardId } from './graph-cards'
import type { EndsOf } from './graph-edges'
import { vtepFinder } from './graph-macs'

/** A frame that has just taught a node something: it came from the card `from`. */
export interface Pulse {
  edge: string
  from: string
}

/** The edges a frame ran along that taught what `event` tells; none for what no frame taught. */
export const pulsesOf = (
  event: Event,
  overlay: Overlay,
  vni: number | null,
  endsOf: EndsOf = (start, end) => [[start, end]],
): Pulse[] => {
  const { row } = event
  if ((event.kind !== 'learned' && event.kind !== 'moved') || row === null || row.kind !== 'learned') return []
  if (vni !== null && row.vni !== vni) return []
  const vtep = vtepFinder(overlay)(row)
  if (vtep === undefined) return []
  const to = nodeCardId(event.node)
  return cardsOfVtep(vtep)
    .filter(from => from !== to)
    .flatMap(card => endsOf(card, to))
    .map(([from, end]) => ({ edge: `edge:${from < end ? `${from}|${end}` : `${end}|${from}`}`, from }))
}
