import { useEffect, useRef } from 'react'
import type { FlowNode } from './flow-types'
import type { Bounds } from './use-fit'

/** The card, hub or chip with that id, as a box of the canvas. */
const boxOf = (nodes: readonly FlowNode[], id: string | undefined): Bounds | null => {
  const node = nodes.find(one => one.id === id)
  if (node === undefined) return null
  const parent = nodes.find(one => one.id === node.parentId)?.position ?? { x: 0, y: 0 }
  const { width = 0, height = 0 } = node
  return { x: node.position.x + parent.x, y: node.position.y + parent.y, width, height }
}

/** Brings what is picked into view, once for each pick. */
export const useReveal = (
  ids: readonly string[],
  nodes: readonly FlowNode[],
  reveal: (box: Bounds) => boolean,
): void => {
  const shown = useRef<string | undefined>(undefined)
  const [id] = ids
  useEffect(() => {
    if (shown.current === id) return
    const box = boxOf(nodes, id)
    if (id === undefined || (box !== null && reveal(box))) shown.current = id
  }, [id, nodes, reveal])
}

/** Goes to what has just been unfolded; what a link had unfolded from the start is not gone to. */
export const useGoToFrame = (nodes: readonly FlowNode[], goTo: (box: Bounds) => void): void => {
  const known = useRef<ReadonlySet<string> | null>(null)
  useEffect(() => {
    const frames = nodes.filter(node => node.type === 'frame')
    const before = known.current
    if (nodes.length > 0) known.current = new Set(frames.map(frame => frame.id))
    const fresh = frames.findLast(frame => before?.has(frame.id) === false)
    const box = boxOf(nodes, fresh?.id)
    if (box !== null) goTo(box)
  }, [nodes, goTo])
}
