import type { FdbRow } from '@/lib/model/overlay'
import { macSelection } from './graph-macs'
import { bridgeHit, deviceHit } from './search'
import { type Hit, onGraph } from './search-hit'
import { macPart } from './understand'

/** Of one kind. */
const LIMIT = 8
const NAMED = 3

const some = (names: readonly string[]): string =>
  names.length <= NAMED
    ? names.join(', ')
    : `${names.slice(0, NAMED - 1).join(', ')} and ${names.length - NAMED + 1} more`

const distinct = (texts: readonly string[]): string[] => [...new Set(texts)]

/** Behind which VTEP a MAC is, and by what it is known. */
const placeOf = (rows: readonly FdbRow[]): string => {
  const remote = rows.filter(row => row.dst !== null)
  if (remote.length === 0) return `on ${some(distinct(rows.map(row => row.node)))}`
  const places = distinct(
    remote.map(row => (row.dstNodes.length > 0 ? row.dstNodes.join(', ') : `${row.dst}, a ghost`)),
  )
  const kinds = distinct(remote.map(row => row.kind))
  return `${kinds.join(', ')} at ${some(places)}`
}

const detailOf = (vni: number | null, rows: readonly FdbRow[], cut: boolean): string => {
  const nodes = distinct(rows.filter(row => row.dst !== null).map(row => row.node))
  const known = nodes.length === 0 ? '' : ` · known by ${some(nodes)}${cut ? ' and perhaps more' : ''}`
  const state = rows.every(row => row.state !== 'live') ? ' · stale' : ''
  return `${vni === null ? '' : `VNI ${vni} · `}${placeOf(rows)}${known}${state}`
}

const endOf = (rows: readonly FdbRow[]): number | null => {
  const ends = rows.flatMap(row => (row.expiresAt === null ? [] : Date.parse(row.expiresAt)))
  return ends.length === 0 ? null : Math.max(...ends)
}

/** A MAC without a VNI is a port of a bridge: only the table shows it. */
const macHit = (mac: string, vni: number | null, rows: readonly FdbRow[], cut: boolean): Hit => {
  const detail = detailOf(vni, rows, cut)
  const endsAt = endOf(rows)
  if (vni === null)
    return {
      ...{ id: `mac:${mac}`, kind: 'MAC', label: mac, detail, endsAt },
      ...{ path: '/fdb', params: { q: mac } },
    }
  const id = macSelection(vni, mac)
  return onGraph({ id, kind: 'MAC', label: mac, detail }, { sel: id }, endsAt)
}

const matches = (row: FdbRow, text: string, mac: string | null): boolean =>
  (mac !== null && row.mac.includes(mac)) || row.dst?.includes(text) === true

const findMacs = (rows: readonly FdbRow[], text: string, cut: boolean): Hit[] => {
  const mac = macPart(text)
  const found = new Map<string, { mac: string; vni: number | null; rows: FdbRow[] }>()
  for (const row of rows) {
    if (row.kind === 'flood' || !matches(row, text, mac)) continue
    const key = `${row.vni}/${row.mac}`
    const known = found.get(key)
    if (known === undefined) found.set(key, { mac: row.mac, vni: row.vni, rows: [row] })
    else known.rows.push(row)
  }
  const withVni = new Set([...found.values()].flatMap(one => (one.vni === null ? [] : one.mac)))
  return [...found.values()]
    .filter(one => one.vni !== null || !withVni.has(one.mac))
    .slice(0, LIMIT)
    .map(one => macHit(one.mac, one.vni, one.rows, cut))
}

const findDevices = (rows: readonly FdbRow[], text: string): Hit[] => {
  const found = new Map<string, Hit>()
  for (const { node, master } of rows) {
    if (master?.toLowerCase().includes(text) !== true) continue
    const hit = bridgeHit(node, master)
    found.set(hit.id, hit)
  }
  for (const { node, ifname, master } of rows) {
    if (!ifname.toLowerCase().includes(text)) continue
    const hit = deviceHit(node, ifname, master === null || master === ifname ? 'device' : `port of ${master}`)
    if (!found.has(hit.id)) found.set(hit.id, hit)
  }
  return [...found.values()].slice(0, LIMIT)
}

/**
 * MACs and devices among FDB rows that `text` means, each MAC once per VNI. Rows of an earlier question that don't match drop
 * out. `cut`: there are more rows than these.
 */
export const searchRows = (rows: readonly FdbRow[], text: string, cut = false): Hit[] => {
  const part = text.trim().toLowerCase()
  return part === '' ? [] : [...findMacs(rows, part, cut), ...findDevices(rows, part)]
}
