import type { Snapshot } from '@/lib/bus'
import type { Reading } from '@/lib/model/reading'
import { buildOverlay } from '@/lib/overlay'
import { type NodeView, overlayInput } from './node-view'

/** The overlay that the nodes' views make together, at `now` (ms since 1970). */
export const snapshotOf = (views: readonly NodeView[], now: number): Omit<Snapshot, 'revision'> => {
  const { overlay, fdb } = buildOverlay(views.map(overlayInput))
  const readings = new Map<string, Reading>()
  for (const { node, reading } of views) if (reading) readings.set(node.name, reading)
  return { at: now, overlay, fdb, readings }
}
