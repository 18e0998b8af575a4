import type { Event } from '@/lib/model/event'
import { dstNodesBy, type OwnersOf, type RowParts } from '../build/fdb-rows'
import { underlayOf } from '../build/vtep'
import { vtepKey } from '../build/vteps'
import { vtepId } from '../identity'
import { Draft, type Table } from '../lists/draft'
import { memoised, naturalKey } from '../lists/order'
import { rowEventText } from '../table/event-text'
import { NO_FACTS, tunnelsTo } from './facts'
import { joinGroups, joinVnis, joinVteps } from './join'
import { joinTunnels } from './join-tunnels'
import {
  everythingIn,
  type LiveNode,
  type NodeStep,
  nextRange,
  type OverlayChange,
  restatesOnly,
  stepNode,
  takesAllOf,
  withoutTelling,
  withRows,
} from './node'
import { LiveOverlay, type Things } from './overlay'
import type { RowKey, RowRange } from './row'
import { entriesOver } from './tunnel'

export type { NodeShell, OverlayChange } from './node'
export { EMPTY_OVERLAY, type LiveOverlay } from './overlay'
export type { RowKey } from './row'

/** A node that leaves the inventory takes with it all it said. */
const leaving = (before: LiveNode): NodeStep => ({
  before,
  after: { ...before, frame: null, facts: NO_FACTS, readAt: null },
  ...{ spoken: everythingIn(before.facts), anew: false, gone: true, put: [], remove: [] },
})

const ownersIn =
  (vteps: Things['vteps']): OwnersOf =>
  vtep =>
    vteps.get({ id: vtepKey(vtep) })?.vtep?.nodes ?? NOBODY

const NOBODY: readonly string[] = []

/** Rows of a node that lead to VTEPs which have other owners now. */
const rowsTo = (node: LiveNode, vteps: Iterable<string>): RowParts[] => {
  const { frame, facts, rows } = node
  const found = new Map<string, RowParts>()
  if (!frame) return []
  for (const vtep of vteps) {
    const tunnels = tunnelsTo(facts, vtep)
    const over = tunnels.reduce((sum, { said }) => sum + said.size, 0)
    const seen = facts.seen.get({ id: vtep })
    if (!seen) continue
    if (over < seen.count)
      for (const { parts } of rows) if (frame.view.linkOf(parts.entry.ifname)?.vxlan) found.set(parts.id, parts)
    for (const { id, entry } of tunnels.flatMap(entriesOver)) {
      const row = rows.get({ id, mac: entry.mac, device: frame.deviceKey(entry.ifname) })
      if (row) found.set(id, row.parts)
    }
  }
  return [...found.values()]
}

/** Makes the rows that changed, and those whose destinations have other owners now. */
const makeRows = (
  nodes: Table<LiveNode>,
  vteps: Things['vteps'],
  steps: readonly NodeStep[],
  owners: ReadonlySet<string>,
  like: Table<LiveNode> | null,
): Table<LiveNode> => {
  const draft = new Draft(nodes)
  const ownersOf = ownersIn(vteps)
  const dstNodesIn = ({ frame }: LiveNode) => (frame ? dstNodesBy(frame.view, ownersOf) : () => [])
  for (const step of steps) {
    const { after } = step
    if (draft.get(after.id)) draft.set(withRows(step, dstNodesIn(after), like?.get({ id: after.id }) ?? null))
  }
  const affected = new Map<string, Set<string>>()
  for (const vtep of owners) {
    for (const name of vteps.get({ id: vtepKey(vtep) })?.seenBy ?? []) {
      affected.set(name, (affected.get(name) ?? new Set()).add(vtep))
    }
  }
  for (const { anew, after } of steps) if (anew) affected.delete(after.id)
  for (const [name, ends] of affected) {
    const node = draft.get(name)
    if (!node) continue
    const put = rowsTo(node, ends)
    draft.set(withRows({ before: node, after: node, spoken: NOTHING, anew: false, put, remove: [] }, dstNodesIn(node)))
  }
  return draft.commit()
}

const NOTHING: NodeStep['spoken'] = { vteps: new Set(), groups: new Set(), tunnels: new Set() }

/**
 * The overlay after some changes, in their order. Costs what the changes touch: a row more or less takes well under a
 * millisecond however large the overlay is. Equal to building the whole anew. Rows that are the same in `like` are its very objects.
 */
export const applyChanges = (
  built: LiveOverlay,
  changes: readonly OverlayChange[],
  like: LiveOverlay | null = null,
): LiveOverlay => {
  let steps: NodeStep[] = []
  let result = built.things
  const nodes = new Map<string, NodeStep>()
  const flush = () => {
    if (steps.length > 0) result = join(result, steps, like?.things.nodes ?? null)
    steps = []
    nodes.clear()
  }
  for (const change of changes) {
    const id = naturalKey(change.node)
    if (nodes.has(id)) flush()
    const before = result.nodes.get({ id }) ?? null
    const step = change.shell === null ? before && leaving(before) : stepNode(before, change)
    if (!step) continue
    nodes.set(id, step)
    steps.push(step)
  }
  flush()
  return result === built.things ? built : new LiveOverlay(result)
}

const join = (things: Things, steps: readonly NodeStep[], like: Table<LiveNode> | null): Things => {
  const draft = new Draft(things.nodes)
  for (const { after, gone } of steps) {
    if (gone) draft.delete(after.id)
    else draft.set(after)
  }
  const unmade = draft.commit()
  const { vteps, owners, judged } = joinVteps(things.vteps, unmade, steps)
  const nodes = makeRows(unmade, vteps, steps, owners, like)
  const { groups, vnis } = joinGroups(things.groups, nodes, steps)
  const tunnels = joinTunnels(things.tunnels, { nodes, vteps, groups }, { steps, judged, vnis })
  return { nodes, vteps, groups, tunnels, vnis: joinVnis(things.vnis, steps) }
}

/** Whether a change costs all rows of its node, of which there are more than `most`. */
export const takesAll = ({ things }: LiveOverlay, change: OverlayChange, most: number): boolean =>
  takesAllOf(things.nodes.get({ id: naturalKey(change.node) }) ?? null, change, most)

/** Of what is told of a node the rows that are gone, where nothing else depends on them; `null` where there are none. */
export const goneOf = ({ things }: LiveOverlay, { node, fdb }: OverlayChange): OverlayChange | null => {
  const live = things.nodes.get({ id: naturalKey(node) })
  const remove = live && fdb ? withoutTelling(live, fdb.remove) : []
  if (!live?.frame || remove.length === 0) return null
  return { node, fdb: { put: [], remove, frame: null, readAt: live.readAt, observed: live.frame.observed } }
}

/** Whether of more than `most` rows of a node nothing but the state changes: they may be told of later, see `restateRows`. */
export const isRestated = ({ things }: LiveOverlay, change: OverlayChange, most: number): boolean =>
  restatesOnly(things.nodes.get({ id: naturalKey(change.node) }) ?? null, change, most)

/** The change that gives the next `most` rows of a node, from `from` on, its state; `null` for a node that isn't there. */
export const restateRows = (
  { things }: LiveOverlay,
  node: string,
  from: RowKey | null,
  most: number,
): (OverlayChange & { between: RowRange }) | null => {
  const live = things.nodes.get({ id: naturalKey(node) })
  return live ? { node, between: nextRange(live, from, most) } : null
}

/** As `applyChanges`, of one. */
export const applyChange = (built: LiveOverlay, change: OverlayChange): LiveOverlay => applyChanges(built, [change])

/** Events of a node's `applyFdb…` with the nodes behind their rows' destinations, in the row and in its sentence. */
export const resolveEvents = ({ things }: LiveOverlay, node: string, events: readonly Event[]): Event[] => {
  const frame = things.nodes.get({ id: naturalKey(node) })?.frame
  const ownersOf = memoised(ownersIn(things.vteps))
  return events.map(event => {
    const link = event.row && frame?.view.linkOf(event.row.ifname)
    if (!event.row || !frame || !link?.vxlan || event.row.dst === null) return event
    const owners = ownersOf(vtepId(underlayOf(frame.view, link), event.row.dst))
    // As it was made.
    if (owners.length === 0) return event
    const row = { ...event.row, dstNodes: [...owners] }
    return { ...event, row, text: rowEventText({ ...event, row }) }
  })
}
