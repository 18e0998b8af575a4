'use client'

import type { EdgeProps } from '@xyflow/react'
import { memo } from 'react'
import type { UnfoldFlow } from './flow-types'

/** From a group to the frame that its inside stands in. */
export const UnfoldEdge = memo(({ data }: EdgeProps<UnfoldFlow>) =>
  data === undefined ? null : (
    <path
      d={`M${data.start.x},${data.start.y} L${data.end.x},${data.end.y}`}
      fill="none"
      stroke="var(--accent)"
      strokeLinecap="round"
      strokeOpacity="0.35"
      strokeWidth="6"
    />
  ),
)
UnfoldEdge.displayName = 'UnfoldEdge'
