import type { Evidence, TunnelKind } from '@/lib/model/overlay'
import type { FdbEntry, Reading } from '@/lib/model/reading'
import { TUNNEL_KINDS } from '../kinds'
import { renderFdbLine, renderVniLine } from '../line'
import { isoOf } from './input'
import type { Membership } from './members'

/** Lines shown for one tunnel; how many MACs there are says `macs`, and the FDB has them all. */
export const EVIDENCE_LIMIT = 10

/** Makes evidence out of what one reading of one node holds. */
export type Witness = (said: { kind: TunnelKind; source: FdbEntry | Membership }) => Evidence

/** The command whose output tells of `word`: `fdb` in `bridge -s fdb show`. */
const outputOf = (reading: Reading, word: string) =>
  reading.outputs.find(({ command }) => command.split(/\s+/).includes(word))

export const witnessOf = (node: string, reading: Reading): Witness => {
  const readAt = isoOf(reading.readAt)
  const framedAt = isoOf(reading.framedAt ?? reading.readAt)
  const [fdb, link, vni] = ['fdb', 'link', 'vni'].map(word => outputOf(reading, word)?.command ?? '')
  const ofEntry = (entry: FdbEntry) => ({
    command: fdb ?? '',
    text: entry.printed ?? renderFdbLine(entry),
    rendered: entry.printed === null,
    readAt: entry.readAt === undefined ? readAt : isoOf(entry.readAt),
  })
  const ofMembership = ({ range, link: device }: Membership) =>
    range
      ? { command: vni ?? '', text: renderVniLine(range), rendered: true, readAt: framedAt }
      : { command: link ?? '', text: device.evidence, rendered: device.rendered, readAt: framedAt }
  /** A tunnel's first lines are its evidence again each time something else of it changes. */
  const known = new WeakMap<object, Evidence>()
  return said => {
    const told = known.get(said)
    if (told) return told
    const { kind, source } = said
    const made = { kind, node, ...('mac' in source ? ofEntry(source) : ofMembership(source)) }
    known.set(said, made)
    return made
  }
}

/** What to show of all the evidence there is: the first of each kind, then more in the order of kinds, up to the limit. */
export const chosenEvidence = <T extends { kind: string }>(all: T[]): T[] => {
  if (all.length <= EVIDENCE_LIMIT && all.every(({ kind }) => kind === all[0]?.kind)) return all
  const byKind = TUNNEL_KINDS.map(kind => all.filter(evidence => evidence.kind === kind))
  const first = byKind.flatMap(list => list.slice(0, 1))
  const room = Math.max(0, EVIDENCE_LIMIT - first.length)
  const more = new Set(byKind.flatMap(list => list.slice(1)).slice(0, room))
  return byKind.flatMap(list => list.filter((evidence, index) => index === 0 || more.has(evidence)))
}
