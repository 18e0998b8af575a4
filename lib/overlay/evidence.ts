import type { Evidence, TunnelKind } from '@/lib/model/overlay'
import type { FdbEntry, Reading } from '@/lib/model/reading'
import { isoOf } from './input'
import { TUNNEL_KINDS } from './kinds'
import { renderFdbLine, renderVniLine } from './line'
import type { Membership } from './members'

/** Lines shown for one tunnel; how many MACs there are says `macs`, and the FDB has them all. */
export const EVIDENCE_LIMIT = 10

/** Makes evidence out of what one reading of one node holds. */
export interface Witness {
  ofEntry: (kind: TunnelKind, entry: FdbEntry) => Evidence
  /** Of what a device, or a VNI of it, is configured with. */
  ofMembership: (kind: TunnelKind, membership: Membership) => Evidence
}

/** The command whose output tells of `word`: `fdb` in `bridge -s fdb show`. */
const outputOf = (reading: Reading, word: string) =>
  reading.outputs.find(({ command }) => command.split(/\s+/).includes(word))

export const witnessOf = (node: string, reading: Reading): Witness => {
  const readAt = isoOf(reading.readAt)
  const [fdb, link, vni] = ['fdb', 'link', 'vni'].map(word => outputOf(reading, word))
  return {
    ofEntry: (kind, entry) => ({
      kind,
      node,
      command: fdb?.command ?? '',
      text: entry.printed ?? renderFdbLine(entry),
      rendered: entry.printed === null,
      readAt,
    }),
    ofMembership: (kind, membership) =>
      membership.range
        ? { kind, node, command: vni?.command ?? '', text: renderVniLine(membership.range), rendered: true, readAt }
        : {
            kind,
            node,
            command: link?.command ?? '',
            text: membership.link.evidence,
            rendered: membership.link.rendered,
            readAt,
          },
  }
}

/** What to show of all the evidence there is: the first of each kind, then more in the order of kinds, up to the limit. */
export const chosenEvidence = (all: Evidence[]): Evidence[] => {
  if (all.length <= EVIDENCE_LIMIT && all.every(({ kind }) => kind === all[0]?.kind)) return all
  const byKind = TUNNEL_KINDS.map(kind => all.filter(evidence => evidence.kind === kind))
  const first = byKind.flatMap(list => list.slice(0, 1))
  const room = Math.max(0, EVIDENCE_LIMIT - first.length)
  const more = new Set(byKind.flatMap(list => list.slice(1)).slice(0, room))
  return byKind.flatMap(list => list.filter((evidence, index) => index === 0 || more.has(evidence)))
}
