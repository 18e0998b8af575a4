import type { FdbRow } from '@/lib/model/overlay'
import type { OverlayDelta } from '@/lib/model/stream'
import type { Named, Table } from '../lists/draft'
import type { LiveNode } from './node'
import type { LiveOverlay } from './overlay'
import { NO_ROWS } from './row'

type Put<T> = { put: T[]; remove: string[] }

const diff = <T extends Named, U>(
  before: Table<T>,
  after: Table<T>,
  shown: (item: T) => U | null,
  idOf: (thing: U) => string,
): Put<U> => {
  const result: Put<U> = { put: [], remove: [] }
  for (const change of after.since(before)) {
    const [was, is] = change.map(one => (one ? shown(one) : null))
    if (is != null && is !== was) result.put.push(is)
    else if (is == null && was != null) result.remove.push(idOf(was))
  }
  return result
}

const diffRows = (before: Table<LiveNode>, after: Table<LiveNode>): Put<FdbRow> => {
  const result: Put<FdbRow> = { put: [], remove: [] }
  for (const [old, node] of after.since(before)) {
    for (const [was, is] of (node?.rows ?? NO_ROWS).since(old?.rows ?? NO_ROWS)) {
      if (is && is.row !== was?.row) result.put.push(is.row)
      else if (!is && was) result.remove.push(was.id)
    }
  }
  return result
}

/** What a client that has `before` needs to have `after`. Costs what differs: what both share is not looked at. */
export const diffOverlay = ({ things: before }: LiveOverlay, { things: after }: LiveOverlay): OverlayDelta => {
  return {
    nodes: diff(
      before.nodes,
      after.nodes,
      ({ node }) => node,
      ({ name }) => name,
    ),
    vteps: diff(
      before.vteps,
      after.vteps,
      ({ vtep }) => vtep,
      ({ id }) => id,
    ),
    vnis: diff(
      before.vnis,
      after.vnis,
      ({ vni }) => vni,
      ({ vni }) => String(vni),
    ),
    groups: diff(
      before.groups,
      after.groups,
      ({ group }) => group,
      ({ id }) => id,
    ),
    tunnels: diff(
      before.tunnels,
      after.tunnels,
      ({ tunnel }) => tunnel,
      ({ id }) => id,
    ),
    fdb: diffRows(before.nodes, after.nodes),
  }
}
