import type { FdbRow, Overlay } from '@/lib/model/overlay'
import { naturalKey, sortedBy } from '../lists/order'
import type { NodeInput } from './input'
import { type NodePart, partOf, rowsOf } from './part'
import { buildTunnels } from './tunnels'
import { buildGroups, buildVnis, mergeGroups } from './vnis'
import { buildVteps } from './vteps'

export interface BuiltOverlay {
  overlay: Overlay
  /** By node, device and MAC. */
  fdb: FdbRow[]
}

/** Parts of all nodes, in any order → the overlay and its FDB rows. */
export const joinParts = (unordered: readonly NodePart[]): BuiltOverlay => {
  const parts = sortedBy(unordered, ({ node }) => naturalKey(node.name))
  const table = buildVteps(parts)
  const order = new Map(table.vteps.map(({ id }, index) => [id, index]))
  const groups = mergeGroups(parts)
  return {
    overlay: {
      nodes: parts.map(({ node }) => node),
      vteps: table.vteps,
      vnis: buildVnis(parts),
      groups: buildGroups(groups, order),
      tunnels: buildTunnels(parts, groups, table, order),
    },
    fdb: parts.flatMap(part => rowsOf(part, table.ownersOf)),
  }
}

/**
 * All nodes' inputs, in any order → the overlay and its FDB rows. What a reading says is worked out once per reading, so
 * after one node's change this costs little more than joining.
 */
export const buildOverlay = (inputs: readonly NodeInput[]): BuiltOverlay => joinParts(inputs.map(partOf))
