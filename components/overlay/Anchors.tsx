import { Handle, Position } from '@xyflow/react'

const HIDDEN = 'pointer-events-none! top-1/2! left-1/2! size-px! min-h-0! min-w-0! border-0! opacity-0!'

/** Edges are drawn from border to border, but React Flow wants something to hold them by. */
export const Anchors = () => (
  <>
    <Handle className={HIDDEN} isConnectable={false} position={Position.Top} type="source" />
    <Handle className={HIDDEN} isConnectable={false} position={Position.Top} type="target" />
  </>
)
