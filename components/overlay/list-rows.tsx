import clsx from 'clsx'
import type { ReactNode } from 'react'
import type { GraphCard, GraphMac, Lane } from '@/lib/client/graph-types'
import { vniColour } from '@/lib/client/palette'
import { formatCount, plural } from '@/lib/client/time'
import { type statusOf, TUNNEL_WORD } from '@/lib/client/words'
import type { Overlay } from '@/lib/model/overlay'
import { Dot } from '../ui/Dot'
import { usePick } from './pick-context'

/** One line of the list, and what it is told apart by. */
export interface ListRow {
  key: string
  content: ReactNode
}

const Row = ({ selection, children }: { selection: string | null; children: ReactNode }) => {
  const { picked, pick } = usePick()
  return (
    <button
      aria-pressed={selection !== null && picked === selection}
      className={clsx(
        'flex min-h-9 w-full flex-wrap items-center gap-x-3 gap-y-0.5 border-line border-b px-4 py-1.5 text-left hover:bg-raised md:min-h-8',
        selection !== null && picked === selection && 'bg-accent-soft',
      )}
      onClick={() => pick(selection)}
      type="button"
    >
      {children}
    </button>
  )
}

/** What stands above things of one kind. */
export const Head = ({ title, count }: { title: string; count: number }) => (
  <h2 className="border-line border-b bg-surface px-4 py-1.5 text-ink-2 text-small">
    {title} <span className="text-ink-3 tabular-nums">{formatCount(count)}</span>
  </h2>
)

const Aside = ({ children }: { children: ReactNode }) => (
  <span className="ml-auto text-ink-2 text-small">{children}</span>
)

const Vni = ({ vni }: { vni: number }) => (
  <span className="mono flex items-center gap-1 text-ink-2">
    <span aria-hidden className="size-2 rounded-[2px]" style={{ background: vniColour(vni) }} />
    {vni}
  </span>
)

/** What is to be said of a tunnel, in one line. */
export const sayLane = (lane: Pick<Lane, 'kinds' | 'macs' | 'oneWay' | 'state'>): string =>
  [
    lane.kinds.map(kind => TUNNEL_WORD[kind]).join(', '),
    ...(lane.macs > 0 ? [plural(lane.macs, 'MAC')] : []),
    ...(lane.oneWay ? ['one-way'] : []),
    ...(lane.state === 'live' ? [] : [lane.state]),
  ].join(' · ')

export const cardRow = (card: GraphCard, statusAt: typeof statusOf): ListRow => {
  if (card.kind === 'ghost') {
    const content = (
      <Row selection={card.id}>
        <span className="mono">{card.name}</span>
        <Aside>no node of ours</Aside>
      </Row>
    )
    return { key: card.id, content }
  }
  const status = statusAt({ status: card.status ?? 'connecting', state: card.state })
  const content = (
    <Row selection={card.id}>
      <Dot tone={status.tone} />
      <span className="font-medium">{card.name}</span>
      <span className="mono text-ink-2">
        {card.vteps.map(vtep => vtep.address).join(' ') || (card.state === 'unknown' ? 'not known' : 'no VTEP')}
      </span>
      <Aside>{status.tone === 'ok' ? card.os : `${status.word}${card.error ? `: ${card.error}` : ''}`}</Aside>
    </Row>
  )
  return { key: card.id, content }
}

export const groupRow = (group: Overlay['groups'][number]): ListRow => ({
  key: group.id,
  content: (
    <Row selection={group.id}>
      <span className="mono">{group.address}</span>
      <Vni vni={group.vni} />
      <Aside>{plural(group.members.length, 'member')}</Aside>
    </Row>
  ),
})

/** A tunnel, or all of one direction between two cards. */
export interface Way {
  key: string
  from: string
  to: string
  vnis: readonly number[]
  selection: string | null
  said: string
}

export const wayRow = ({ key, from, to, vnis, selection, said }: Way): ListRow => ({
  key,
  content: (
    <Row selection={selection}>
      <span>
        {from} <span className="text-ink-3">→</span> {to}
      </span>
      {vnis.slice(0, 3).map(one => (
        <Vni key={one} vni={one} />
      ))}
      <Aside>{said}</Aside>
    </Row>
  ),
})

export const macRow = (mac: GraphMac, name: (id: string) => string): ListRow => ({
  key: mac.id,
  content: (
    <Row selection={mac.selection}>
      <span className="mono">{mac.mac}</span>
      <Vni vni={mac.vni} />
      <Aside>
        at {name(mac.card)}, on {mac.seenBy.join(', ')}
      </Aside>
    </Row>
  ),
})
