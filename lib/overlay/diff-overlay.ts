import type { OverlayDelta } from '@/lib/model/event'
import type { FdbRow } from '@/lib/model/overlay'
import type { Named, Table } from './draft'
import { type LiveNode, NO_ROWS } from './live-node'
import type { LiveOverlay } from './live-overlay'

type Put<T> = { put: T[]; remove: string[] }

const diff = <T extends Named, U>(
  before: Table<T>,
  after: Table<T>,
  shown: (item: T) => U | null,
  idOf: (thing: U) => string,
): Put<U> => {
  const { put, gone } = after.since(before)
  const result: Put<U> = { put: [], remove: [] }
  for (const item of put) {
    const [was, is] = [before.get(item), item].map(one => (one ? shown(one) : null))
    if (is != null && is !== was) result.put.push(is)
    else if (is == null && was != null) result.remove.push(idOf(was))
  }
  for (const item of gone) {
    const was = shown(item)
    if (was !== null) result.remove.push(idOf(was))
  }
  return result
}

const diffRows = (before: Table<LiveNode>, after: Table<LiveNode>): Put<FdbRow> => {
  const result: Put<FdbRow> = { put: [], remove: [] }
  const { put, gone } = after.since(before)
  for (const node of put) {
    const old = before.get(node)?.rows ?? NO_ROWS
    if (old === node.rows) continue
    const rows = node.rows.since(old)
    for (const live of rows.put) if (old.get(live)?.row !== live.row) result.put.push(live.row)
    for (const { id } of rows.gone) result.remove.push(id)
  }
  for (const node of gone) for (const { id } of node.rows) result.remove.push(id)
  return result
}

/** What a client that has `before` needs to have `after`. Costs what differs: what both share is not looked at. */
export const diffOverlay = ({ things: before }: LiveOverlay, { things: after }: LiveOverlay): OverlayDelta => {
  const vnis = diff(
    before.vnis,
    after.vnis,
    ({ vni }) => vni,
    ({ vni }) => String(vni),
  )
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
    vnis: { put: vnis.put, remove: vnis.remove.map(Number) },
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
