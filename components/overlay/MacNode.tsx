'use client'

import type { NodeProps } from '@xyflow/react'
import clsx from 'clsx'
import { memo } from 'react'
import { basisWord } from '@/lib/client/life'
import { vniColour } from '@/lib/client/palette'
import { formatCount } from '@/lib/client/time'
import { useLife } from '@/lib/client/use-life'
import { useAgeNow } from '@/lib/client/use-now'
import { Ring } from '../ui/Ring'
import type { MacFlow, MoreFlow } from './flow-types'

/** A MAC behind its VTEP, with its ring and on how many nodes it was learned. */
export const MacNode = memo(({ data: { mac }, selected }: NodeProps<MacFlow>) => {
  const life = useLife(mac, useAgeNow())
  const stale = mac.state !== 'live'
  const nodes = `${mac.kind} on ${mac.seenBy.join(', ')}`
  const basis = mac.kind === 'learned' ? `, ${basisWord(mac.basis)}` : ''
  return (
    <div
      className={clsx(
        'mono flex size-full items-center gap-1.5 rounded-full border bg-raised pr-2.5 pl-1.5',
        stale ? 'hatched border-line-strong border-dashed text-ink-3' : 'border-line text-ink',
        selected && 'outline-2 outline-accent outline-offset-1',
      )}
      title={`${mac.mac}: ${nodes}. ${life.label}${basis}${stale ? `. ${mac.state}` : ''}`}
    >
      <Ring
        colour={stale ? 'var(--ink-3)' : vniColour(mac.vni)}
        empty={life.shows === 'nothing'}
        fraction={life.fraction}
        label={life.label}
      />
      <span>{mac.mac}</span>
      {mac.seenBy.length > 1 && <span className="ml-auto text-ink-3">×{mac.seenBy.length}</span>}
    </div>
  )
})
MacNode.displayName = 'MacNode'

export const MoreNode = memo(({ data: { more } }: NodeProps<MoreFlow>) => (
  <div className="flex size-full items-center justify-center rounded-full border border-line border-dashed text-ink-2 text-small">
    +{formatCount(more.count)}
    {more.atLeast ? ' or more' : ' more'} MACs
  </div>
))
MoreNode.displayName = 'MoreNode'
