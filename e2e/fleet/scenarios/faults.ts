import { FAULT_NAMES } from '../faults'
import type { NodeSpec } from '../fleet'
import { bigFleetNodes } from './big'

const HEALTHY = 3

/** One node for each fault, named after it, and three healthy ones, all members of the same VNIs. */
export const faultNodes = (rows = 50): NodeSpec[] =>
  bigFleetNodes({ nodes: FAULT_NAMES.length + HEALTHY, rows, vnis: 2 }).map((node, index) => {
    const fault = FAULT_NAMES[index - HEALTHY]
    const name = fault ?? `healthy${index + 1}`
    return { ...node, name, state: { ...node.state, hostname: name }, ...(fault ? { fault } : {}) }
  })
