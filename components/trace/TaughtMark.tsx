'use client'

import clsx from 'clsx'
import { type Lane, placeOfNode } from '@/lib/client/evidence'
import { lifeOf } from '@/lib/client/life'
import { useAgeNow } from '@/lib/client/use-now'
import type { Place, Step } from '@/lib/model/probe'
import { Ring } from '../ui/Ring'

interface Props {
  step: Step
  lanes: readonly Lane[]
  members: readonly Place[]
  colour: string
}

const WORD = { learned: 'learned', moved: 'moved', gone: 'lost' } as const

const GONE = { aged: 'aged out', flushed: 'flushed' } as const

const wordOf = ({ event, reason }: NonNullable<Step['taught']>): string => {
  if (event === 'gone') return reason === 'aged' || reason === 'flushed' ? GONE[reason] : 'gone'
  return event === 'moved' ? WORD.moved : WORD.learned
}

/** On a node's lane: whom it learned, with the ring of the entry's life; or that the entry is gone. */
export const TaughtMark = ({ step: { taught }, lanes, members, colour }: Props) => {
  const now = useAgeNow()
  if (taught === null) return null
  const at = lanes.findIndex(({ address }) => address === placeOfNode(members, taught.node))
  if (at < 0) return null
  const gone = taught.event === 'gone'
  const expiresAt = taught.expiresAt === null ? null : Date.parse(taught.expiresAt)
  const life = lifeOf({ updatedAt: null, usedAt: null, ageing: taught.ageing, expiresAt }, now)
  const whom = taught.at?.nodes.join(', ') || taught.at?.address || taught.mac
  return (
    <span
      className="absolute top-1/2 flex max-w-full -translate-x-1/2 -translate-y-1/2 items-center justify-center sm:px-0.5"
      style={{ left: `${((at + 0.5) / lanes.length) * 100}%`, width: `${105 / lanes.length}%` }}
    >
      <span
        className={clsx(
          'flex min-w-0 items-center gap-1 rounded-full border bg-raised py-0.5 pr-1.5 pl-0.5 sm:gap-1.5 sm:pr-2 sm:pl-1 text-small',
          gone ? 'border-line-strong border-dashed text-ink-3' : 'border-line-strong text-ink shadow-card',
        )}
      >
        <Ring
          colour={colour}
          empty={gone || life.shows === 'nothing'}
          fraction={life.fraction}
          label={gone ? 'gone' : life.label}
        />
        <span className="truncate">
          <span className="hidden sm:inline">{wordOf(taught)} </span>
          {whom}
        </span>
      </span>
    </span>
  )
}
