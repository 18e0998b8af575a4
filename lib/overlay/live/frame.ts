import type { FdbEntry, Reading } from '@/lib/model/reading'
import type { AgeingBasis } from '../ageing'
import { type Witness, witnessOf } from '../build/evidence'
import { bookEntry, bookMembership, heldVteps, type SenderFor, sendersOf } from '../build/facts'
import { type RowMaker, type RowParts, rowMaker } from '../build/fdb-rows'
import { buildMemberships, hasVnisOfEntries } from '../build/members'
import { bridgeOf, type ReadingView, viewOf } from '../build/view'
import { entriesThatRoute } from '../build/vtep'
import { memoised, naturalKey } from '../lists/order'
import { ALL_ZERO_MAC } from '../mac'
import { LiveBook } from './book'
import { type LiveFacts, NO_FACTS } from './facts'

/** What a node's reading tells besides its rows, and what rows are made by. Made anew only when the frame is. */
export interface LiveFrame {
  reading: Reading
  view: ReadingView
  deviceKey: (ifname: string) => string
  senderFor: SenderFor
  make: RowMaker
  witness: Witness
  /** Whether other things than an entry's own row depend on it. */
  isTelling: (entry: FdbEntry) => boolean
  /** The VNI that an entry names on a device which is in just those. */
  namedVni: (entry: FdbEntry) => number | null
  observed: AgeingBasis | null
}

export const frameFrom = (name: string, reading: Reading, observed: AgeingBasis | null): LiveFrame => {
  const view = viewOf(reading)
  const memberships = buildMemberships(view)
  const routing = new Map(view.vxlans.map(link => [link.ifname, entriesThatRoute(view, link)]))
  const naming = new Set(view.vxlans.filter(link => hasVnisOfEntries(view, link)).map(({ ifname }) => ifname))
  return {
    ...{ reading, view, observed, senderFor: sendersOf(view, memberships) },
    deviceKey: memoised(naturalKey),
    make: rowMaker(name, reading, observed),
    witness: witnessOf(name, reading),
    namedVni: entry => (naming.has(entry.ifname) ? (entry.srcVni ?? entry.vni) : null),
    isTelling: entry => {
      const link = view.linkOf(entry.ifname)
      if (entry.state === 'permanent' && entry.vlan !== null && bridgeOf(entry, link) !== null) return true
      const routes = routing.get(entry.ifname) ?? 'none'
      return routes === 'all' || (routes === 'flood' && entry.mac === ALL_ZERO_MAC)
    },
  }
}

export const bookRow = (book: LiveBook, { view, senderFor, namedVni }: LiveFrame, { id, entry }: RowParts) => {
  const sender = senderFor(entry)
  if (!sender) return
  const named = namedVni(entry)
  if (named !== null) book.name(entry.ifname, named)
  bookEntry(book, view, { id, entry }, sender)
}

export const factsAnew = (frame: LiveFrame, rows: readonly RowParts[]): LiveFacts => {
  const book = new LiveBook(NO_FACTS)
  const memberships = buildMemberships(frame.view)
  for (const membership of memberships) bookMembership(book, membership)
  for (const parts of rows) bookRow(book, frame, parts)
  return book.facts(memberships, heldVteps(frame.view)).facts
}
