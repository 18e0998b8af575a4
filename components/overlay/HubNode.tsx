'use client'

import type { NodeProps } from '@xyflow/react'
import clsx from 'clsx'
import { memo } from 'react'
import { vniColour } from '@/lib/client/palette'
import { Anchors } from './Anchors'
import type { HubFlow } from './flow-types'

const sayVnis = (vnis: readonly number[]): string => (vnis.length === 1 ? `VNI ${vnis[0]}` : `${vnis.length} VNIs`)

/** A multicast group: a hexagon, with its address and the VNIs that flood to it. */
export const HubNode = memo(({ data: { hub }, selected }: NodeProps<HubFlow>) => {
  const vnis = hub.groups.map(group => group.vni)
  const [only] = vnis
  return (
    <div className="relative size-full">
      <Anchors />
      <svg aria-hidden="true" className="absolute inset-0 size-full" viewBox="0 0 132 74">
        <path
          d="M21 2H111L130 37 111 72H21L2 37Z"
          fill="var(--surface)"
          stroke={selected ? 'var(--accent)' : 'var(--line-strong)'}
          strokeLinejoin="round"
          strokeWidth={selected ? 2.5 : 1.25}
        />
      </svg>
      <div className="relative flex size-full flex-col items-center justify-center">
        <span className="text-ink-3 text-small">group</span>
        <span className="mono text-ink">{hub.address}</span>
        <span className={clsx('flex items-center gap-1 text-ink-2 text-small')}>
          {vnis.length === 1 && only !== undefined && (
            <span aria-hidden className="size-2 rounded-[2px]" style={{ background: vniColour(only) }} />
          )}
          {sayVnis(vnis)}
        </span>
      </div>
    </div>
  )
})
HubNode.displayName = 'HubNode'
