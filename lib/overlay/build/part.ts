import type { FdbRow, Node, State } from '@/lib/model/overlay'
import type { Reading } from '@/lib/model/reading'
import { factsOf, type NodeFacts } from './facts'
import { buildFdbRows, type OwnersOf, type RowSource } from './fdb-rows'
import { buildNode, type NodeInput, stateOf } from './input'

/** One node's share of the overlay. What costs is kept with its reading, so it is made once per reading and not once per overlay. */
export interface NodePart {
  node: Node
  state: State
  /** `null` for a node that was never read. */
  facts: NodeFacts | null
  source: RowSource | null
}

export const partOf = (input: NodeInput): NodePart => {
  const { name, reading, seen } = input
  const state = stateOf(input)
  return {
    node: buildNode(input),
    state,
    facts: reading ? factsOf(name, reading) : null,
    source: reading ? { node: name, state, reading, seen } : null,
  }
}

interface KeptRows {
  source: RowSource
  owners: string
  rows: readonly FdbRow[]
}

const kept = new WeakMap<Reading, KeptRows>()

/** Rows name the nodes behind their destinations, so they are the same as long as those have the same owners. */
const ownersText = (facts: NodeFacts | null, ownersOf: OwnersOf): string =>
  JSON.stringify(Array.from(facts?.seen.keys() ?? [], ownersOf))

const isSame = (a: RowSource, b: RowSource): boolean => a.node === b.node && a.state === b.state && a.seen === b.seen

/** A part's FDB rows. The very same rows as long as nothing they tell has changed. */
export const rowsOf = ({ facts, source }: NodePart, ownersOf: OwnersOf): readonly FdbRow[] => {
  if (source === null) return []
  const owners = ownersText(facts, ownersOf)
  const found = kept.get(source.reading)
  if (found && found.owners === owners && isSame(found.source, source)) return found.rows
  const rows = buildFdbRows(source, ownersOf)
  kept.set(source.reading, { source, owners, rows })
  return rows
}
