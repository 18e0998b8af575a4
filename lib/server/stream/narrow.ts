import type { BusMessage } from '@/lib/bus'
import type { FdbRow } from '@/lib/model/overlay'
import type { StreamQuery } from '@/lib/model/stream'
import { withoutEvidence } from '../without-evidence'

type Delta = BusMessage['delta']

/** What a client wants to hear of. */
export interface Narrowing {
  overlay: boolean
  fdb: boolean
  events: boolean
  changes: boolean
  vni: number | null
  node: string | null
  /** Tunnels with the lines they were read from. */
  evidence: boolean
}

export const narrowingOf = ({ topics, vni, node, evidence }: StreamQuery): Narrowing => {
  const named = topics?.split(',')
  const wants = (topic: string): boolean => named?.includes(topic) ?? true
  const fdb = wants('fdb')
  // What narrows a topic that isn't wanted makes no difference: such clients are served as one.
  return {
    overlay: wants('overlay'),
    fdb,
    events: wants('events'),
    changes: wants('changes'),
    vni: fdb ? (vni ?? null) : null,
    node: fdb ? (node ?? null) : null,
    evidence: wants('overlay') && evidence !== 'none',
  }
}

/** Equal for clients that hear the same. */
export const narrowingKey = ({ overlay, fdb, events, changes, vni, node, evidence }: Narrowing): string =>
  JSON.stringify([overlay, fdb, events, changes, vni, node, evidence])

export const narrowsRows = ({ vni, node }: Narrowing): boolean => vni !== null || node !== null

export const matches = ({ vni, node }: Narrowing, row: FdbRow): boolean =>
  (vni === null || row.vni === vni) && (node === null || row.node === node)

const NOTHING = { put: [], remove: [] }

/**
 * The part of the FDB's change that a client hears. A row that no longer matches is removed for it. `mayHave` tells whether
 * the client may have a row: what it can't have needs no removal.
 */
const narrowRows = (fdb: Delta['fdb'], narrowing: Narrowing, mayHave: (id: string) => boolean): Delta['fdb'] => {
  const put: FdbRow[] = []
  const remove = fdb.remove.filter(mayHave)
  for (const row of fdb.put) {
    if (matches(narrowing, row)) put.push(row)
    else if (mayHave(row.id)) remove.push(row.id)
  }
  return { put, remove }
}

const narrowTunnels = ({ put, remove }: Delta['tunnels'], { evidence }: Narrowing): Delta['tunnels'] =>
  evidence ? { put, remove } : { put: put.map(withoutEvidence), remove }

export const narrowDelta = (delta: Delta, narrowing: Narrowing, mayHave: (id: string) => boolean): Delta => {
  const overlay = narrowing.overlay ? delta : null
  const fdb = narrowsRows(narrowing) ? narrowRows(delta.fdb, narrowing, mayHave) : delta.fdb
  return {
    nodes: overlay?.nodes ?? NOTHING,
    vteps: overlay?.vteps ?? NOTHING,
    vnis: overlay?.vnis ?? NOTHING,
    groups: overlay?.groups ?? NOTHING,
    tunnels: overlay ? narrowTunnels(overlay.tunnels, narrowing) : NOTHING,
    fdb: narrowing.fdb ? fdb : NOTHING,
  }
}

/** Things that a delta puts or removes. */
export const sizeOf = ({ nodes, vteps, vnis, groups, tunnels, fdb }: Delta): number =>
  [nodes, vteps, vnis, groups, tunnels, fdb].reduce((sum, { put, remove }) => sum + put.length + remove.length, 0)
