import type { NodeSpec } from '../fleet'
import { bigFleetNodes } from './big'
import { faultNodes } from './faults'
import { seed2014Nodes } from './seed-2014'

export const SCENARIOS = ['seed-2014', 'faults', 'big'] as const
export type ScenarioName = (typeof SCENARIOS)[number]

export const isScenarioName = (name: string): name is ScenarioName => SCENARIOS.some(scenario => scenario === name)

/** The nodes of a scenario; `nodes`, `rows` and `vnis` are for `big`, `rows` for `faults` too. */
export const scenarioNodes = (name: ScenarioName, size: { nodes: number; rows: number; vnis?: number }): NodeSpec[] => {
  if (name === 'seed-2014') return seed2014Nodes()
  if (name === 'faults') return faultNodes(size.rows)
  return bigFleetNodes(size)
}

export { ageingNode, deletionsOf, type Traffic, withTraffic } from './ageing'
export { bigFleetNodes } from './big'
export { faultNodes } from './faults'
export { seed2014Nodes } from './seed-2014'
