import type { Evidence, TunnelKind } from '@/lib/model/overlay'
import type { FdbEntry } from '@/lib/model/reading'
import { bySaid, type Said, type TunnelFacts, tellsOfMac } from '../build/book'
import { chosenEvidence, EVIDENCE_LIMIT, type Witness } from '../build/evidence'
import { tunnelId } from '../identity'
import { TUNNEL_KINDS } from '../kinds'
import type { Edit } from '../lists/chunks'
import type { Named } from '../lists/draft'
import { Sorted } from '../lists/sorted'

/** How often each of several things was said. */
export type Counts<K> = ReadonlyMap<K, number>

export type SaidKey = Pick<Said, 'mac' | 'id'>

type SaidList = Sorted<SaidKey, Said>

/** Of each kind the first that were said, in their order and no more than can be shown. */
type Firsts = ReadonlyMap<TunnelKind, readonly Said[]>

export type TunnelEnds = Pick<TunnelFacts, 'id' | 'back' | 'vni' | 'from' | 'to'>

export const tunnelEnds = (vni: number, from: string, to: string): TunnelEnds => ({
  ...{ id: tunnelId(vni, from, to), back: tunnelId(vni, to, from), vni, from, to },
})

/** All that tells of a tunnel, and what of it is shown: kept from edit to edit, so that a row more or less costs a row. */
interface Told {
  said: SaidList
  counts: Counts<TunnelKind>
  firsts: Firsts
  /** Distinct ones. */
  macs: number
}

/** A tunnel and all that tells of it. `id` begins with where it leads to: see `tunnelsTo`. */
export interface LiveTunnel extends Named, Told {
  ends: TunnelEnds
}

export const NOTHING_TOLD: Told = {
  said: Sorted.of<SaidKey, Said>(bySaid),
  ...{ counts: new Map(), firsts: new Map(), macs: 0 },
}

/** Whether what is said is, or would be, among the first of its kind. */
const isFirst = (firsts: Firsts, one: Said): boolean => {
  const list = firsts.get(one.kind)
  const last = list?.[EVIDENCE_LIMIT - 1]
  return last === undefined || bySaid(one, last) <= 0
}

/** Looks for the first of some kinds; others' stay. */
const firstsAnew = (before: Firsts, said: SaidList, counts: Counts<TunnelKind>, kinds: Set<TunnelKind>): Firsts => {
  if (kinds.size === 0) return before
  const firsts = new Map(before)
  const found = new Map<TunnelKind, Said[]>()
  let missing = 0
  for (const kind of kinds) {
    const count = counts.get(kind) ?? 0
    missing += Math.min(count, EVIDENCE_LIMIT)
    if (count === 0) firsts.delete(kind)
    else found.set(kind, [])
  }
  for (const one of said) {
    if (missing === 0) break
    const list = found.get(one.kind)
    if (!list || list.length === EVIDENCE_LIMIT) continue
    list.push(one)
    missing -= 1
  }
  for (const [kind, list] of found) firsts.set(kind, list)
  return firsts
}

const tellsOf = (said: SaidList, mac: string): boolean => {
  for (const one of said.from({ mac, id: '' })) {
    if (one.mac !== mac) return false
    if (tellsOfMac(one)) return true
  }
  return false
}

/** Whether a MAC was told of before an edit, and is afterwards; unset where only a look can tell. */
interface MacTold {
  before?: true
  after?: true
}

/** After some edits, no two of one key. */
export const editTold = (before: Told, edits: readonly Edit<SaidKey, Said>[]): Told => {
  const counts = new Map(before.counts)
  const kinds = new Set<TunnelKind>()
  const macs = new Map<string, MacTold>()
  const take = (one: Said, by: 1 | -1): void => {
    const count = (counts.get(one.kind) ?? 0) + by
    if (count === 0) counts.delete(one.kind)
    else counts.set(one.kind, count)
    if (isFirst(before.firsts, one)) kinds.add(one.kind)
    if (tellsOfMac(one)) macs.set(one.mac, { ...macs.get(one.mac), [by === 1 ? 'after' : 'before']: true })
  }
  const said = before.said.edited(edits, (was, is) => {
    if (was) take(was, -1)
    if (is) take(is, 1)
  })
  let distinct = before.macs
  for (const [mac, told] of macs)
    distinct += Number(told.after ?? tellsOf(said, mac)) - Number(told.before ?? tellsOf(before.said, mac))
  return { said, counts, firsts: firstsAnew(before.firsts, said, counts, kinds), macs: distinct }
}

/** Distinct MACs, as a list that is only made when somebody reads it. */
const macsOf = ({ said, macs }: Told): TunnelFacts['macs'] => ({
  length: macs,
  *[Symbol.iterator]() {
    let last: string | null = null
    for (const one of said) {
      if (!tellsOfMac(one) || one.mac === last) continue
      last = one.mac
      yield one.mac
    }
  },
})

const shown = new WeakMap<Witness, WeakMap<Firsts, Evidence[]>>()

/** What to show of what is said first: the very same as long as that stays. */
const evidenceOf = (firsts: Firsts, witness: Witness): Evidence[] => {
  const known = shown.get(witness) ?? new WeakMap<Firsts, Evidence[]>()
  shown.set(witness, known)
  const made = known.get(firsts) ?? chosenEvidence([...firsts.values()].flat()).map(witness)
  known.set(firsts, made)
  return made
}

/** A live tunnel as a reading's facts have it. */
export const tunnelFactsOf = (tunnel: LiveTunnel, witness: Witness): TunnelFacts => {
  const { ends, counts, firsts } = tunnel
  return {
    ...ends,
    kinds: TUNNEL_KINDS.filter(kind => counts.has(kind)),
    macs: macsOf(tunnel),
    evidence: evidenceOf(firsts, witness),
  }
}

/** Entries that lead over a tunnel. */
export const entriesOver = ({ said }: LiveTunnel): { id: string; entry: FdbEntry }[] =>
  said.items().flatMap(({ id, source }) => ('mac' in source ? [{ id, entry: source }] : []))
