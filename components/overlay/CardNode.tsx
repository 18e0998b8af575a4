'use client'

import type { NodeProps } from '@xyflow/react'
import clsx from 'clsx'
import { Ghost, Router, Server } from 'lucide-react'
import { memo } from 'react'
import type { CardVtep, GraphCard } from '@/lib/client/graph-types'
import { vniColour } from '@/lib/client/palette'
import { useStatus } from '@/lib/client/use-status'
import { FindingMark } from '../shared/FindingMark'
import { Dot } from '../ui/Dot'
import { Anchors } from './Anchors'
import type { CardFlow } from './flow-types'
import { usePick } from './pick-context'

const VNIS_SHOWN = 2
/** Names of more letters are written smaller where a card is seen from far. */
const SHORT = 7

const Vnis = ({ vnis }: { vnis: readonly number[] }) => (
  <span className="mono ml-auto flex shrink-0 items-center gap-2 text-ink-2">
    {vnis.slice(0, VNIS_SHOWN).map(vni => (
      <span className="flex items-center gap-1" key={vni}>
        <span aria-hidden className="size-2 rounded-[2px]" style={{ background: vniColour(vni) }} />
        {vni}
      </span>
    ))}
    {vnis.length > VNIS_SHOWN && <span className="text-ink-3">+{vnis.length - VNIS_SHOWN}</span>}
  </span>
)

const VtepLine = ({ vtep }: { vtep: CardVtep }) => {
  const { picked, pick } = usePick()
  return (
    <button
      aria-label={`VTEP ${vtep.address}`}
      className={clsx(
        'nodrag flex h-[26px] w-full items-center gap-2 px-3 text-left hover:bg-sunken',
        picked === vtep.id && 'bg-accent-soft',
      )}
      onClick={event => {
        event.stopPropagation()
        pick(vtep.id)
      }}
      title={vtep.shared ? 'Another node has this address too' : undefined}
      type="button"
    >
      <span className="mono truncate">
        {vtep.vrf !== '' && <span className="text-ink-3">{vtep.vrf}/</span>}
        {vtep.address}
      </span>
      {vtep.shared && <span className="text-small text-warn">shared</span>}
      <Vnis vnis={vtep.vnis} />
    </button>
  )
}

const ICON = { vyos: Router, linux: Server, ovs: Server, unknown: Server } as const

const Header = ({ card }: { card: GraphCard }) => {
  const Icon = card.kind === 'ghost' ? Ghost : ICON[card.platform]
  const known = useStatus({ status: card.status ?? 'connecting', state: card.state })
  const status = card.status === null ? null : known
  return (
    <div className="flex items-start gap-2.5 px-3 pt-2.5 pb-2">
      <Icon aria-hidden className="mt-0.5 size-4 shrink-0 text-ink-3" strokeWidth={1.75} />
      <div className="min-w-0 flex-1">
        <div className="flex h-5 items-center gap-1.5">
          <p className={clsx('min-w-0 flex-1 truncate font-semibold leading-5', card.kind === 'ghost' && 'mono')}>
            {card.name}
          </p>
          <FindingMark subject={card.id} />
        </div>
        <p className="flex items-center gap-1.5 text-small">
          {status !== null && <Dot tone={status.tone} />}
          {status !== null && <span className="shrink-0 text-ink-2">{status.word}</span>}
          <span className="min-w-0 truncate text-ink-3">
            {card.kind === 'ghost' ? 'ghost: no node of ours' : (card.os ?? (card.error ? card.error : 'not read yet'))}
          </span>
        </p>
      </div>
    </div>
  )
}

const Compact = ({ card }: { card: GraphCard }) => {
  const known = useStatus({ status: card.status ?? 'connecting', state: card.state })
  const status = card.status === null ? null : known
  const [vtep] = card.vteps
  const word = status !== null && status.tone !== 'ok' && (
    <span className="card-detail ml-auto shrink-0 text-ink-2 text-small">{status.word}</span>
  )
  const name = card.kind === 'ghost' ? 'ghost' : card.name
  return (
    <div className="px-2 py-1">
      <p className="flex items-center gap-1.5">
        {status === null ? <Ghost aria-hidden className="size-3 text-ink-3" /> : <Dot tone={status.tone} />}
        <span className="card-name truncate font-semibold leading-5" data-long={name.length > SHORT || undefined}>
          {name}
        </span>
        <FindingMark className="-my-1 -ml-1" subject={card.id} />
      </p>
      <p className="card-detail flex items-center gap-2 text-ink-2">
        <span className="mono truncate">{vtep?.address ?? (card.state === 'unknown' ? '' : 'no VTEP')}</span>
        {word}
        {card.moreVteps > 0 && <span className="mono text-ink-3">+{card.moreVteps}</span>}
      </p>
    </div>
  )
}

/** A node with its VTEPs, or a ghost VTEP: hollow. What isn't live is hatched. */
export const CardNode = memo(({ data: { card }, selected }: NodeProps<CardFlow>) => (
  <div
    className={clsx(
      'size-full overflow-hidden rounded-lg border',
      card.kind === 'ghost' ? 'border-[1.5px] border-line-strong border-dashed bg-bg' : 'bg-raised shadow-card',
      card.kind === 'node' && (card.state === 'live' ? 'border-line' : 'hatched border-line-strong border-dashed'),
      selected && 'outline-2 outline-accent outline-offset-2',
    )}
  >
    <Anchors />
    {card.compact ? (
      <Compact card={card} />
    ) : (
      <>
        <Header card={card} />
        <div className="border-line border-t">
          {card.kind === 'node' && card.vteps.map(vtep => <VtepLine key={vtep.id} vtep={vtep} />)}
          {card.kind === 'ghost' && (
            <p className="flex h-[26px] items-center px-3 text-ink-3 text-small">
              sent to in VNI
              <Vnis vnis={card.vteps[0]?.vnis ?? []} />
            </p>
          )}
          {card.kind === 'node' && card.vteps.length === 0 && (
            <p className="flex h-[26px] items-center px-3 text-ink-3 text-small">
              {card.state === 'unknown' ? 'VTEPs not known' : 'no VTEP'}
            </p>
          )}
          {card.moreVteps > 0 && (
            <p className="flex h-[26px] items-center px-3 text-ink-3 text-small">+{card.moreVteps} more VTEPs</p>
          )}
        </div>
      </>
    )}
  </div>
))
CardNode.displayName = 'CardNode'
