import type { FdbRow, Overlay, Vtep } from '@/lib/model/overlay'
import { cardsOfVtep, FULL_CARDS } from './graph-cards'
import { bestState } from './graph-edges'
import type { GraphMac, GraphMore } from './graph-types'

/** So many MACs of a VTEP are drawn one by one where there is room, and where the VTEP is open. */
export const MACS_SHOWN = 20

/** Chips that a VTEP's MACs may take, the one that counts the rest included. */
const chipsFor = (cards: number, open: boolean): number => {
  if (open || cards <= 4) return MACS_SHOWN + 1
  return cards <= FULL_CARDS ? 5 : 3
}

export const macSelection = (vni: number, mac: string): string => `mac:${vni}/${mac}`

const ms = (row: FdbRow, seconds: number | null): number | null =>
  seconds === null ? null : Date.parse(row.readAt) - seconds * 1000

const latest = (values: readonly (number | null)[]): number | null =>
  values.reduce<number | null>(
    (best, value) => (value !== null && (best === null || value > best) ? value : best),
    null,
  )

/** Finds the VTEP a row's `dst` means: by address, and where VRFs give the same one twice, in the VRF of the node that has the row. */
export const vtepFinder = (overlay: Overlay) => {
  const byAddress = new Map<string, Vtep[]>()
  for (const vtep of overlay.vteps) {
    const known = byAddress.get(vtep.address)
    if (known === undefined) byAddress.set(vtep.address, [vtep])
    else known.push(vtep)
  }
  return (row: FdbRow): Vtep | undefined => {
    const candidates = row.dst === null ? [] : (byAddress.get(row.dst) ?? [])
    if (candidates.length < 2) return candidates[0]
    const own = overlay.vnis.find(one => one.vni === row.vni)?.members.find(member => member.node === row.node)?.vtep
    const underlay = overlay.vteps.find(vtep => vtep.id === own)?.underlay
    return candidates.find(vtep => vtep.underlay === underlay) ?? candidates[0]
  }
}

const ZERO_MAC = '00:00:00:00:00:00'

const macOf = (rows: readonly FdbRow[], vtep: Vtep, card: string, vni: number): GraphMac | null => {
  const [first] = rows
  if (first === undefined) return null
  const freshest = rows.reduce((best, row) =>
    (ms(row, row.updated) ?? 0) > (ms(best, best.updated) ?? 0) ? row : best,
  )
  return {
    id: `${macSelection(vni, first.mac)}@${vtep.id}`,
    selection: macSelection(vni, first.mac),
    mac: first.mac,
    vni,
    card,
    vtep: vtep.id,
    kind: freshest.kind,
    state: bestState(rows.map(row => row.state)),
    seenBy: [...new Set(rows.map(row => row.node))].sort(),
    updatedAt: latest(rows.map(row => ms(row, row.updated))),
    usedAt: latest(rows.map(row => ms(row, row.used))),
    ageing: freshest.ageing,
    basis: freshest.ageingBasis,
    expiresAt: latest(rows.map(row => (row.expiresAt === null ? null : Date.parse(row.expiresAt)))),
  }
}

export interface MacOptions {
  vni: number | null
  /** `rows` are all there are. */
  complete: boolean
  /** VTEPs that are open; among many cards only theirs are drawn then. `null`: none is. */
  open: readonly string[] | null
  /** How many cards share the room. */
  cards: number
}

/** MACs behind the VTEPs they were learned at, the first of each VTEP one by one and the rest as a count. */
export const buildMacs = (
  overlay: Overlay,
  rows: readonly FdbRow[],
  options: MacOptions,
): { macs: GraphMac[]; more: GraphMore[] } => {
  const find = vtepFinder(overlay)
  const behind = new Map<string, { vtep: Vtep; macs: Map<string, FdbRow[]> }>()
  for (const row of rows) {
    if (row.kind === 'flood' || row.mac === ZERO_MAC || row.vni === null) continue
    if (options.vni !== null && row.vni !== options.vni) continue
    const vtep = find(row)
    if (vtep === undefined || (options.cards > FULL_CARDS && options.open?.includes(vtep.id) === false)) continue
    const at = behind.get(vtep.id) ?? { vtep, macs: new Map<string, FdbRow[]>() }
    const key = macSelection(row.vni, row.mac)
    at.macs.set(key, [...(at.macs.get(key) ?? []), row])
    behind.set(vtep.id, at)
  }
  const macs: GraphMac[] = []
  const more: GraphMore[] = []
  for (const { vtep, macs: known } of behind.values()) {
    const [card] = cardsOfVtep(vtep)
    if (card === undefined) continue
    const groups = [...known].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, group]) => group)
    const chips = chipsFor(options.cards, options.open?.includes(vtep.id) === true)
    const shown = groups.length <= chips ? groups.length : chips - 1
    for (const group of groups.slice(0, shown)) {
      const mac = macOf(group, vtep, card, group[0]?.vni ?? 0)
      if (mac !== null) macs.push(mac)
    }
    const count = groups.length - shown
    if (count > 0) more.push({ id: `more:${vtep.id}`, card, vtep: vtep.id, count, atLeast: !options.complete })
  }
  return { macs, more }
}
