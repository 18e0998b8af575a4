'use client'

import type { EdgeProps } from '@xyflow/react'
import { memo } from 'react'
import { borderPoint } from '@/lib/client/edge-path'
import type { SpokeFlow } from './flow-types'
import { useBoxes } from './use-boxes'

/** Membership in a multicast group: a thin line, with no arrow because it goes both ways. */
export const SpokeEdge = memo(({ source, target, data }: EdgeProps<SpokeFlow>) => {
  const boxes = useBoxes(source, target)
  if (boxes === null || data === undefined) return null
  const [hub, card] = boxes
  const from = borderPoint({ ...hub, width: hub.width * 0.9 }, card)
  const to = borderPoint(card, hub)
  return (
    <path
      d={`M${from.x},${from.y} L${to.x},${to.y}`}
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
