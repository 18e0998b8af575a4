import type { FdbRow, Overlay } from '@/lib/model/overlay'
import { nodeCardId } from './graph-cards'
import { vtepFinder } from './graph-macs'
import type { Lane } from './graph-types'

type Life = NonNullable<Lane['life']>

const key = (node: string, vtep: string, vni: number): string => `${node} ${vtep} ${vni}`

/**
 * The life of the freshest entry that a card's node has learned from a VTEP in a VNI. `card` is a graph card's id, `vtep` a
 * VTEP's.
 */
export const tunnelLives = (
  overlay: Overlay,
  rows: readonly FdbRow[],
): ((card: string, vtep: string, vni: number) => Life | null) => {
  const find = vtepFinder(overlay)
  const lives = new Map<string, Life>()
  for (const row of rows) {
    if (row.kind !== 'learned' || row.expiresAt === null || row.ageing === null || row.vni === null) continue
    const vtep = find(row)
    if (vtep === undefined) continue
    const at = key(nodeCardId(row.node), vtep.id, row.vni)
    const expiresAt = Date.parse(row.expiresAt)
    const known = lives.get(at)
    if (known === undefined || known.expiresAt < expiresAt) lives.set(at, { expiresAt, ageing: row.ageing })
  }
  return (card, vtep, vni) => lives.get(key(card, vtep, vni)) ?? null
}
