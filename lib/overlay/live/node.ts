import type { Node, State } from '@/lib/model/overlay'
import type { FdbEntry, Reading } from '@/lib/model/reading'
import type { AgeingBasis } from '../ageing'
import type { RowParts } from '../build/fdb-rows'
import { buildNode, type NodeInput, stateOf } from '../build/input'
import { EMPTY_SEEN } from '../build/track'
import type { Edit } from '../lists/chunks'
import { naturalKey } from '../lists/order'
import { isSame } from '../lists/same'
import type { Sorted } from '../lists/sorted'
import type { FdbChange, RowRef } from '../table/fdb-table'
import { LiveBook } from './book'
import { type LiveFacts, NO_FACTS, type Spoken } from './facts'
import { bookRow, factsAnew, frameFrom, type LiveFrame } from './frame'
import { keyOf, type LiveRow, NO_ROWS, type RowKey, type RowRange, refOf } from './row'

/** What is known of a node besides what it was read to say. */
export type NodeShell = Omit<NodeInput, 'reading' | 'seen'>

/** One node's part of a change: what isn't there stays as it was. */
export interface OverlayChange {
  node: string
  /** `null`: the node is no longer in the inventory. */
  shell?: NodeShell | null
  fdb?: Pick<FdbChange, 'put' | 'remove' | 'frame' | 'readAt' | 'observed'> & {
    /** Its rows are told from the beginning: those it had are forgotten. */
    anew?: boolean
  }
  /** Its rows keep the state they had: `between` tells of them, some at a time. */
  later?: boolean
  /** Rows that take their node's state now. */
  between?: RowRange
}

export interface LiveNode {
  /** Natural key of its name. */
  id: string
  shell: NodeShell
  node: Node
  state: State
  readAt: number | null
  frame: LiveFrame | null
  facts: LiveFacts
  rows: Sorted<RowKey, LiveRow>
}

/** A node after a change, before its rows are made: that takes all VTEPs. */
export interface NodeStep {
  before: LiveNode | null
  after: LiveNode
  spoken: Spoken
  /** All rows are among `put`. */
  anew: boolean
  /** All rows are in another state. */
  restated?: boolean
  /** Rows of which only the state is made anew. */
  between?: RowRange
  /** The node has left the inventory. */
  gone?: boolean
  put: readonly RowParts[]
  /** Of each in `put` the row that there was, where that has been looked up. */
  known?: readonly (LiveRow | undefined)[]
  remove: readonly RowRef[]
}

/** All that nodes' facts speak of. */
export const everythingIn = (...all: LiveFacts[]): Spoken => ({
  vteps: new Set(
    all.flatMap(({ own, seen, holds }) => [
      ...own.items().map(({ id }) => id),
      ...seen.items().map(({ id }) => id),
      ...holds,
    ]),
  ),
  groups: new Set(all.flatMap(({ groups }) => groups.items().map(({ id }) => id))),
  tunnels: new Set(all.flatMap(({ tunnels }) => tunnels.items().map(({ id }) => id))),
})

/** Rows after a change, in the reading that they make with their frame. */
const readAnew = (frame: Reading, rows: readonly RowParts[]): Reading => ({
  ...frame,
  fdb: rows.map(({ entry }) => entry),
})

type Base = Pick<LiveNode, 'id' | 'shell' | 'node' | 'state' | 'readAt'>

const stepAnew = (
  before: LiveNode | null,
  base: Base,
  reading: Reading,
  observed: AgeingBasis | null,
  rows: readonly RowParts[],
): NodeStep => {
  const frame = frameFrom(base.shell.name, readAnew(reading, rows), observed)
  const facts = factsAnew(frame, rows)
  const after = { ...base, frame, facts, rows: NO_ROWS }
  return { before, after, spoken: everythingIn(before?.facts ?? NO_FACTS, facts), anew: true, put: rows, remove: [] }
}

/** Of many changes of one row the last one counts. */
const partsAfter = (before: LiveNode | null, fdb: OverlayChange['fdb']): RowParts[] => {
  if (fdb?.anew) return fdb.put
  const removed = new Set(fdb?.remove.map(({ id }) => id))
  const put = new Map(fdb?.put.map(parts => [parts.id, parts]))
  const kept = (before?.rows.items() ?? [])
    .map(({ parts }) => parts)
    .filter(({ id }) => !removed.has(id) && !put.has(id))
  return [...kept, ...put.values()]
}

const NOTHING_SPOKEN: Spoken = { vteps: new Set(), groups: new Set(), tunnels: new Set() }

/** Books the rows one by one; `null` where they change more than themselves. */
const stepByRow = (
  before: LiveNode,
  frame: LiveFrame,
  base: Base,
  { put, remove }: NonNullable<OverlayChange['fdb']>,
): NodeStep | null => {
  const book = new LiveBook(before.facts)
  const known = put.map(parts => before.rows.get(keyOf(frame, refOf(parts))))
  const gone = remove.flatMap(ref => before.rows.get(keyOf(frame, ref))?.parts ?? [])
  const old = [...gone, ...known.flatMap(live => live?.parts ?? [])]
  if ([...old, ...put].some(({ entry }) => frame.isTelling(entry))) return null
  book.sign = -1
  for (const parts of old) bookRow(book, frame, parts)
  book.sign = 1
  for (const parts of put) bookRow(book, frame, parts)
  if (book.namesOthers()) return null
  const { facts, spoken } = book.facts(before.facts.memberships, before.facts.holds)
  return { before, after: { ...base, frame, facts, rows: before.rows }, spoken, anew: false, put, known, remove }
}

/** Whether a change of a node with more than `most` rows takes all of them anew: another frame, another clock, another state. */
export const takesAllOf = (before: LiveNode | null, { shell: told, fdb }: OverlayChange, most: number): boolean => {
  if (!before?.frame || before.rows.size <= most || told === null) return false
  if (fdb && (fdb.frame !== null || fdb.observed !== before.frame.observed)) return true
  const { reading } = before.frame
  return stateOf({ ...(told ?? before.shell), reading, seen: EMPTY_SEEN }) !== before.state
}

/** Rows that a node has and on which nothing but themselves depends. */
export const withoutTelling = ({ frame, rows }: LiveNode, refs: readonly RowRef[]): RowRef[] =>
  refs.filter(ref => {
    const row = frame && rows.get(keyOf(frame, ref))
    return row !== undefined && row !== null && !frame?.isTelling(row.parts.entry)
  })

/** Takes a node's part of a change. `null` for rows of a node that nobody has told of. */
export const stepNode = (before: LiveNode | null, change: OverlayChange): NodeStep | null => {
  const { shell: told, fdb, between } = change
  if (before && between) {
    return { before, after: before, spoken: NOTHING_SPOKEN, anew: false, put: [], remove: [], between }
  }
  const shell = told ?? before?.shell
  if (!shell) return null
  const readAt = fdb?.readAt ?? before?.readAt ?? null
  const frame = fdb?.frame ?? before?.frame?.reading ?? null
  const reading = frame && { ...frame, readAt: readAt ?? frame.readAt }
  const input = { ...shell, reading, seen: EMPTY_SEEN }
  const base = { id: naturalKey(shell.name), shell, node: buildNode(input), state: stateOf(input), readAt }
  if (!reading) {
    const after = { ...base, frame: null, facts: NO_FACTS, rows: NO_ROWS }
    return { before, after, spoken: NOTHING_SPOKEN, anew: before === null, put: [], remove: [] }
  }
  const observed = fdb ? fdb.observed : (before?.frame?.observed ?? null)
  const kept = before?.frame
  if (!before || !kept || fdb?.frame || fdb?.anew || kept.observed !== observed) {
    return stepAnew(before, base, reading, observed, partsAfter(before, fdb))
  }
  const step = fdb ? stepByRow(before, kept, base, fdb) : stepOfShell(before, base)
  if (!step) return stepAnew(before, base, reading, observed, partsAfter(before, fdb))
  return before.state === base.state ? step : { ...withState(step), restated: change.later !== true }
}

const stepOfShell = (before: LiveNode, base: Base): NodeStep => {
  return { before, after: { ...before, ...base }, spoken: NOTHING_SPOKEN, anew: false, put: [], remove: [] }
}

/** A node that goes stale or live says the same as before, but all of it is believed otherwise. */
const withState = (step: NodeStep): NodeStep => ({
  ...step,
  spoken: everythingIn(step.before?.facts ?? NO_FACTS, step.after.facts),
  restated: true,
})

const ALL_ROWS: RowRange = { from: null, to: null }

const believed = (live: LiveRow, state: State): LiveRow =>
  live.row.state === state ? live : { ...live, row: { ...live.row, state } }

/** The next rows behind `from` that are to take their node's state; `null` behind the last. */
export const nextRange = ({ rows }: LiveNode, from: RowKey | null, most: number): RowRange => {
  let left = most
  for (const row of from ? rows.from(from) : rows) {
    if (left === 0) return { from, to: row }
    left -= 1
  }
  return { from, to: null }
}

/** Whether all that a change does to most rows of its node is to give them another state. */
export const restatesOnly = (before: LiveNode | null, change: OverlayChange, most: number): boolean =>
  takesAllOf(before, change, most) &&
  (!change.fdb || (change.fdb.frame === null && change.fdb.observed === before?.frame?.observed))

/** Rows of a node whose destinations' owners are known now. The very same ones as before, or in `like`, where nothing in them has changed. */
export const withRows = (
  { before, after, anew, restated, between, put, known: looked, remove }: NodeStep,
  dstNodesOf: (entry: FdbEntry) => string[],
  like: LiveNode | null = null,
): LiveNode => {
  const { frame, state } = after
  if (!frame) return after
  const edits: Edit<RowKey, LiveRow>[] = put.map((parts, at) => {
    const key = keyOf(frame, refOf(parts))
    const row = frame.make(parts, state, dstNodesOf(parts.entry))
    const known = (looked ? looked[at] : before?.rows.get(key)) ?? like?.rows.get(key)
    const same = known && isSame(known.row, row)
    return [key, same ? (known.parts === parts ? known : { ...known, parts }) : { ...key, parts, row }]
  })
  for (const ref of remove) edits.push([keyOf(frame, ref), null])
  const range = restated ? ALL_ROWS : between
  const rows = range ? after.rows.mapBetween(range, live => believed(live, state)) : after.rows
  return { ...after, rows: (anew ? NO_ROWS : rows).edited(edits) }
}
