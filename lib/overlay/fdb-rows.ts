import type { FdbKind, FdbRow, State } from '@/lib/model/overlay'
import type { FdbEntry, Link, Reading } from '@/lib/model/reading'
import { vtepId } from './identity'
import { isoOf } from './input'
import { fdbKind } from './kinds'
import { compareText, memoised, naturalKey, sortedBy } from './order'
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

/** Seconds after which a learned entry goes: the VXLAN device's for its own table, the bridge's for a bridge's. Nothing else ages. */
const ageingOf = (view: ReadingView, entry: FdbEntry, link: Link | undefined, kind: FdbKind): number | null => {
  if (kind !== 'learned') return null
  if (isVxlanEntry(entry, link)) return link?.vxlan?.ageing ?? null
  const bridge = bridgeOf(entry, link)
  const ageing = bridge === null ? null : (view.linkOf(bridge)?.bridge?.ageing ?? null)
  return ageing === null ? null : Math.round(ageing)
}

const resolver = (view: ReadingView, ownersOf: OwnersOf): ((entry: FdbEntry, link: Link | undefined) => string[]) => {
  const none: string[] = []
  const ownersAt = memoised(vtep => [...ownersOf(vtep)])
  const underlays = memoised(ifname => {
    const link = view.linkOf(ifname)
    return link ? underlayOf(view, link) : ''
  })
  return (entry, link) => {
    if (!link?.vxlan) return none
    const [first, ...others] = view.targetOf(entry).destinations
    if (first === undefined) return none
    const underlay = underlays(link.ifname)
    if (others.length === 0) return ownersAt(vtepId(underlay, first))
    return sortedBy(new Set([first, ...others].flatMap(to => ownersAt(vtepId(underlay, to)))), naturalKey)
  }
}

const unsortedRows = ({ node, state, reading, seen }: RowSource, ownersOf: OwnersOf): FdbRow[] => {
  const view = viewOf(reading)
  const readAt = isoOf(reading.readAt)
  const dates = new Map<number, string>([[reading.readAt, readAt]])
  const dateOf = (ms: number) => dates.get(ms) ?? dates.set(ms, isoOf(ms)).get(ms) ?? readAt
  const vniOf = rowVnis(view)
  const dstNodesOf = resolver(view, ownersOf)
  const flagsOf = memoised(text => (text === '' ? [] : text.split(' ')))
  const rows: FdbRow[] = []
  const ids = rowIds(node, reading)
  for (const [index, entry] of reading.fdb.entries()) {
    const id = ids[index] ?? null
    if (id === null) continue
    const link = view.linkOf(entry.ifname)
    const kind = fdbKind(entry, isVxlanEntry(entry, link), reading.profile.iproute2)
    rows.push({
      id,
      node,
      ifname: entry.ifname,
      mac: entry.mac,
      vni: vniOf(entry),
      vlan: entry.vlan,
      dst: entry.dst === null ? null : (view.canonical(entry.dst) ?? entry.dst),
      dstNodes: dstNodesOf(entry, link),
      port: entry.port,
      via: entry.via,
      srcVni: entry.srcVni,
      nhid: entry.nhid,
      kind,
      flags: flagsOf(entry.flags.join(' ')),
      master: entry.master,
      used: entry.used,
      updated: entry.updated,
      readAt,
      state,
      ageing: ageingOf(view, entry, link, kind),
      ageingBasis: null,
      expiresAt: null,
      firstSeenAt: dateOf(seen.firstSeen.get(id) ?? reading.readAt),
      moves: movesOf(seen, view, entry),
    })
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
