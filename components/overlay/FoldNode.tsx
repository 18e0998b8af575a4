'use client'

import type { NodeProps } from '@xyflow/react'
import clsx from 'clsx'
import { ChevronsDownUp, ChevronsUpDown } from 'lucide-react'
import { memo } from 'react'
import { healthWord, healthWords } from '@/lib/client/fold/words'
import { formatCount, plural } from '@/lib/client/time'
import { Dot } from '../ui/Dot'
import { Anchors } from './Anchors'
import type { FoldFlow, FrameFlow } from './flow-types'
import { useFolding } from './fold-context'

const BUTTON =
  'nodrag grid size-6 shrink-0 place-items-center rounded text-ink-2 hover:bg-sunken hover:text-ink focus-visible:outline-2 focus-visible:outline-accent'

/** Cards as one: how many, and how they stand. Two edges behind it say that it is a pile. */
export const FoldNode = memo(({ data: { fold }, selected }: NodeProps<FoldFlow>) => {
  const { unfold, foldUp } = useFolding()
  const { tone } = healthWord(fold.health)
  const Icon = fold.open ? ChevronsDownUp : ChevronsUpDown
  const what = fold.nodes === 0 ? plural(fold.ghosts, 'ghost VTEP') : plural(fold.nodes, 'node')
  return (
    <div className="relative size-full">
      <span
        aria-hidden
        className="absolute inset-x-2 -bottom-[5px] h-3 rounded-b-lg border border-line-strong bg-surface"
      />
      <div
        className={clsx(
          'relative flex size-full flex-col justify-center rounded-lg border px-3',
          fold.nodes === 0 ? 'border-line-strong border-dashed bg-bg' : 'border-line-strong bg-raised shadow-card',
          fold.open && 'border-accent',
          tone === 'warn' && 'hatched',
          selected && 'outline-2 outline-accent outline-offset-2',
        )}
      >
        <Anchors />
        <p className="flex items-center gap-1.5">
          <span className="fold-name min-w-0 flex-1 truncate font-semibold leading-5" title={fold.label}>
            {fold.label}
          </span>
          <button
            aria-expanded={fold.open}
            aria-label={fold.open ? `Fold ${fold.label}` : `Unfold ${fold.label}`}
            className={BUTTON}
            onClick={event => {
              event.stopPropagation()
              if (fold.open) foldUp(fold.id)
              else unfold(fold.id)
            }}
            title={fold.open ? 'Fold' : 'Unfold'}
            type="button"
          >
            <Icon aria-hidden className="size-3.5" />
          </button>
        </p>
        <p className="card-detail flex items-center gap-1.5 truncate text-ink-2">
          <span className="tabular-nums">{what}</span>
          {fold.vnis > 0 && <span className="text-ink-3">· {plural(fold.vnis, 'VNI')}</span>}
        </p>
        <p className="card-detail flex items-center gap-1.5 truncate text-ink-2 text-small">
          {fold.nodes > 0 && <Dot tone={tone} />}
          <span className="truncate">{fold.nodes > 0 ? healthWords(fold.health).join(' · ') : 'no node of ours'}</span>
        </p>
      </div>
    </div>
  )
})
FoldNode.displayName = 'FoldNode'

/** The ground on which the inside of an unfolded group stands. */
export const FrameNode = memo(({ data: { fold } }: NodeProps<FrameFlow>) => {
  const { foldUp } = useFolding()
  return (
    <div className="pointer-events-none size-full rounded-xl border border-accent/50 bg-surface/70">
      <p className="pointer-events-auto flex h-9 items-center gap-2 px-4 text-ink-2">
        <span className="truncate font-medium">{fold.label}</span>
        <span className="text-ink-3 tabular-nums">{formatCount(fold.nodes + fold.ghosts)}</span>
        <button
          aria-label={`Fold ${fold.label}`}
          className={clsx(BUTTON, 'ml-auto')}
          onClick={() => foldUp(fold.id)}
          title="Fold"
          type="button"
        >
          <ChevronsDownUp aria-hidden className="size-3.5" />
        </button>
      </p>
    </div>
  )
})
FrameNode.displayName = 'FrameNode'
