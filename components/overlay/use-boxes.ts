import { type InternalNode, useInternalNode } from '@xyflow/react'
import type { Box } from '@/lib/client/edge-path'

const boxOf = (node: InternalNode | undefined): Box | null => {
  if (node === undefined) return null
  const { width = 0, height = 0 } = node.measured
  const { x, y } = node.internals.positionAbsolute
  return { x: x + width / 2, y: y + height / 2, width, height }
}

/** Both ends of an edge as boxes, as they stand now; `null` while one isn't there. */
export const useBoxes = (source: string, target: string): [Box, Box] | null => {
  const a = boxOf(useInternalNode(source))
  const b = boxOf(useInternalNode(target))
  return a === null || b === null ? null : [a, b]
}
