import type { FdbKind, FdbRow, State } from '@/lib/model/overlay'
import type { FdbEntry, Reading } from '@/lib/model/reading'
import { type AgeingBasis, basisOf, type Expiry, expiryOf, vxlanAgeing } from '../ageing'
import { vtepId } from '../identity'
import { fdbKind } from '../kinds'
import { compareText, memoised, naturalKey, sortedBy } from '../lists/order'
import { isoOf } from './input'
import { rowIds } from './row-ids'
import { rowVnis } from './row-vni'
import { type FdbSeen, movesOf } from './track'
import { bridgeOf, isVxlanEntry, type ReadingView, viewOf } from './view'
import { underlayOf } from './vtep'

/** Which nodes have a VTEP, by its id. The same list for the same id, so that rows can share it. */
export type OwnersOf = (vtep: string) => readonly string[]

export interface RowSource {
  node: string
  state: State
  reading: Reading
  seen: FdbSeen
}

/** What a row is made of, besides what its node's reading tells. */
export interface RowParts {
  id: string
  entry: FdbEntry
  /** ms since 1970. */
  firstSeenAt: number
  moves: number
}

/** How long an entry lives, and by which of its clocks; `null` where nothing of it does age or it isn't known. */
interface Life {
  ageing: number | null
  basis: AgeingBasis | null
}

const FOREVER: Life = { ageing: null, basis: null }

/** A learned entry lives by the VXLAN device's ageing time in its own table, by the bridge's in a bridge's. Nothing else ages. */
const lifeOf = (view: ReadingView, observed: AgeingBasis | null): ((entry: FdbEntry, kind: FdbKind) => Life) => {
  const vxlanBasis = basisOf(view.reading.profile.kernel, observed)
  return (entry, kind) => {
    if (kind !== 'learned') return FOREVER
    const link = view.linkOf(entry.ifname)
    if (isVxlanEntry(entry, link)) return { ageing: vxlanAgeing(link?.vxlan?.ageing ?? null), basis: vxlanBasis }
    const bridge = bridgeOf(entry, link)
    const ageing = bridge === null ? null : (view.linkOf(bridge)?.bridge?.ageing ?? null)
    return ageing === null ? FOREVER : { ageing: Math.round(ageing), basis: 'updated' }
  }
}

/** When an entry of a reading will go: `expiryOf` with what the reading and the node's kernel tell. */
export const expiries = (
  reading: Reading,
  observed: AgeingBasis | null,
): ((entry: FdbEntry) => (Expiry & Life) | null) => {
  const view = viewOf(reading)
  const lives = lifeOf(view, observed)
  return entry => {
    const kind = fdbKind(entry, isVxlanEntry(entry, view.linkOf(entry.ifname)), reading.profile.iproute2)
    const life = lives(entry, kind)
    const expiry = expiryOf(entry, entry.readAt ?? reading.readAt, life.ageing, life.basis)
    return expiry && { ...expiry, ...life }
  }
}

/** Which nodes have what an entry sends to. Asks for the owners of a VTEP once. */
export const dstNodesBy = (view: ReadingView, ownersOf: OwnersOf): ((entry: FdbEntry) => string[]) => {
  const none: string[] = []
  const ownersAt = memoised(vtep => [...ownersOf(vtep)])
  const underlays = memoised(ifname => {
    const link = view.linkOf(ifname)
    return link ? underlayOf(view, link) : ''
  })
  return entry => {
    const link = view.linkOf(entry.ifname)
    if (!link?.vxlan) return none
    const [first, ...others] = view.targetOf(entry).destinations
    if (first === undefined) return none
    const underlay = underlays(link.ifname)
    if (others.length === 0) return ownersAt(vtepId(underlay, first))
    return sortedBy(new Set([first, ...others].flatMap(to => ownersAt(vtepId(underlay, to)))), naturalKey)
  }
}

/** Makes rows of a node out of their parts, and the nodes that have their destinations. */
export type RowMaker = (parts: RowParts, state: State, dstNodes: string[]) => FdbRow

/** What all rows of a reading have in common is looked up once. */
export const rowMaker = (node: string, reading: Reading, observed: AgeingBasis | null): RowMaker => {
  const view = viewOf(reading)
  const dates = new Map<number, string>()
  const dateOf = (ms: number): string => {
    const known = dates.get(ms)
    if (known !== undefined) return known
    const date = isoOf(ms)
    if (dates.size < MOST_DATES) dates.set(ms, date)
    return date
  }
  const vniOf = rowVnis(view)
  const flagsOf = memoised(text => (text === '' ? [] : text.split(' ')))
  const lives = lifeOf(view, observed)
  return ({ id, entry, firstSeenAt, moves }, state, dstNodes) => {
    const link = view.linkOf(entry.ifname)
    const kind = fdbKind(entry, isVxlanEntry(entry, link), reading.profile.iproute2)
    const { ageing, basis } = lives(entry, kind)
    const { used, updated } = entry
    const readAt = entry.readAt ?? reading.readAt
    const expiry = expiryOf(entry, readAt, ageing, basis)
    return {
      id,
      node,
      ifname: entry.ifname,
      mac: entry.mac,
      vni: vniOf(entry),
      vlan: entry.vlan,
      dst: entry.dst === null ? null : (view.canonical(entry.dst) ?? entry.dst),
      dstNodes,
      port: entry.port,
      via: entry.via,
      srcVni: entry.srcVni,
      nhid: entry.nhid,
      kind,
      flags: flagsOf(entry.flags.join(' ')),
      master: entry.master,
      used,
      updated,
      readAt: dateOf(readAt),
      state,
      ageing,
      ageingBasis: basis,
      expiresAt: expiry && isoOf(expiry.at),
      firstSeenAt: dateOf(firstSeenAt),
      moves,
    }
  }
}

/** Dates are few in a reading, many in a stream. */
const MOST_DATES = 1000

const unsortedRows = ({ node, state, reading, seen }: RowSource, ownersOf: OwnersOf): FdbRow[] => {
  const view = viewOf(reading)
  const make = rowMaker(node, reading, seen.observed ?? null)
  const dstNodesOf = dstNodesBy(view, ownersOf)
  const rows: FdbRow[] = []
  const ids = rowIds(node, reading)
  for (const [index, entry] of reading.fdb.entries()) {
    const id = ids[index] ?? null
    if (id === null) continue
    const firstSeenAt = seen.firstSeen.get(id) ?? reading.readAt
    rows.push(make({ id, entry, firstSeenAt, moves: movesOf(seen, view, entry) }, state, dstNodesOf(entry)))
  }
  return rows
}

/** By device (`eth2` before `eth10`), MAC and id: the order of a node's rows wherever no other is asked for. */
const inOrder = (rows: readonly FdbRow[]): FdbRow[] => {
  const devices = new Map<string, FdbRow[]>()
  for (const row of rows) {
    const device = devices.get(row.ifname)
    if (device) device.push(row)
    else devices.set(row.ifname, [row])
  }
  const byMac = (a: FdbRow, b: FdbRow) => compareText(a.mac, b.mac) || compareText(a.id, b.id)
  return sortedBy(devices, ([ifname]) => naturalKey(ifname)).flatMap(([, device]) => device.sort(byMac))
}

/** A node's FDB rows in their default order, `dst` resolved to the nodes that have it. */
export const buildFdbRows = (source: RowSource, ownersOf: OwnersOf): FdbRow[] => inOrder(unsortedRows(source, ownersOf))
