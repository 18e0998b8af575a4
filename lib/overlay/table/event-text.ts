import type { Event } from '@/lib/model/event'
import type { FdbRow } from '@/lib/model/overlay'

type Told = Pick<Event, 'kind' | 'reason' | 'node' | 'from' | 'to'> & { row: FdbRow }

const vniOf = ({ vni }: FdbRow): string => (vni === null ? '' : `, VNI ${vni}`)

const isPort = ({ dst, nhid }: FdbRow): boolean => dst === null && nhid === null

/** `at 10.0.2.1 (vyos01)`, `behind port host0`. */
const placeIn = (row: FdbRow, place: string | null): string => {
  if (place === null) return ''
  if (isPort(row)) return ` behind port ${place}`
  const names = row.dst === place && row.dstNodes.length > 0 ? ` (${row.dstNodes.join(', ')})` : ''
  return ` at ${place}${names}`
}

const tableOf = (row: FdbRow): string => `${row.master ?? row.ifname}${vniOf(row)}`

const WHY: Readonly<Record<NonNullable<Event['reason']>, string>> = {
  aged: 'it aged out',
  moved: 'it moved',
  flushed: 'it was deleted before its time',
  deviceDown: 'its device went down',
  deviceDeleted: 'its device was deleted',
  replaced: 'another entry took its place',
  unknown: 'nobody saw when or why',
}

const unseen = ({ reason }: Told): string => (reason === 'unknown' ? ', while it was not watched' : '')

/** What happened to an FDB row, in a sentence. Made anew once the nodes behind its destination are known. */
export const rowEventText = (told: Told): string => {
  const { kind, reason, node, row, from, to } = told
  const what = row.kind === 'flood' ? 'flooding' : row.mac
  if (kind === 'learned') return `${node} learned ${what}${placeIn(row, to)} on ${tableOf(row)}${unseen(told)}.`
  if (kind === 'added')
    return `${what}${placeIn(row, to)} was added on ${node}, ${tableOf(row)}, as ${row.kind}${unseen(told)}.`
  if (kind === 'moved') {
    return `${what} moved on ${node} from ${from ?? 'somewhere'} to ${to ?? 'somewhere'} (${tableOf(row)})${unseen(told)}.`
  }
  if (kind === 'flapping') {
    return `${what} keeps moving on ${node}, last from ${from ?? 'somewhere'} to ${to ?? 'somewhere'} (${tableOf(row)}): two hosts with one MAC, or a loop.`
  }
  return `${what}${placeIn(row, from)} is gone from ${node}, ${tableOf(row)}: ${WHY[reason ?? 'unknown']}.`
}
