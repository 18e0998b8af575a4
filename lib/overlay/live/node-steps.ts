import type { Table } from '../lists/draft'
import { compareText } from '../lists/order'
import type { LiveFacts } from './facts'
import type { LiveNode, NodeStep } from './node'

/** The list with or without a name, in order; the same list where nothing changes. */
export const listed = (list: readonly string[], name: string, is: boolean): readonly string[] => {
  if (list.includes(name) === is) return list
  return is ? [...list, name].sort(compareText) : list.filter(other => other !== name)
}

/** By their natural keys. */
export type Nodes = Table<LiveNode>

/** Nodes by their keys. */
export const nodesOf = (nodes: Nodes, ids: readonly string[]): LiveNode[] => ids.flatMap(id => nodes.get({ id }) ?? [])

/** What a node said before a step, and after. */
export const factsIn = (step: NodeStep): readonly [LiveFacts, LiveFacts] => [
  step.before?.facts ?? step.after.facts,
  step.after.facts,
]
