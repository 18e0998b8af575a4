'use client'

import type { EdgeProps } from '@xyflow/react'
import { memo } from 'react'
import type { SpokeFlow } from './flow-types'

/** Membership in a multicast group: a thin line, with no arrow because it goes both ways. */
export const SpokeEdge = memo(({ data }: EdgeProps<SpokeFlow>) => {
  if (data === undefined) return null
  const { start, end } = data
  return (
    <path
      d={`M${start.x},${start.y} L${end.x},${end.y}`}
      fill="none"
      stroke="var(--line-strong)"
      strokeDasharray="1.5 4"
      strokeLinecap="round"
      strokeOpacity={data.spoke.state === 'live' ? 1 : 0.55}
      strokeWidth="1.25"
    />
  )
})
SpokeEdge.displayName = 'SpokeEdge'
