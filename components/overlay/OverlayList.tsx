'use client'

import clsx from 'clsx'
import type { ReactNode } from 'react'
import type { Graph, Lane } from '@/lib/client/graph-types'
import { vniColour } from '@/lib/client/palette'
import { plural } from '@/lib/client/time'
import { useMoment } from '@/lib/client/use-moment'
import { statusOf, statusThen, TUNNEL_WORD } from '@/lib/client/words'
import type { Overlay } from '@/lib/model/overlay'
import { Dot } from '../ui/Dot'
import { usePick } from './pick-context'

const Row = ({ selection, children }: { selection: string | null; children: ReactNode }) => {
  const { picked, pick } = usePick()
  return (
    <li>
      <button
        aria-pressed={selection !== null && picked === selection}
        className={clsx(
          'flex min-h-9 w-full flex-wrap items-center gap-x-3 gap-y-0.5 px-4 py-1.5 text-left hover:bg-raised md:min-h-8',
          selection !== null && picked === selection && 'bg-accent-soft',
        )}
        onClick={() => pick(selection)}
        type="button"
      >
        {children}
      </button>
    </li>
  )
}

const Group = ({ title, count, children }: { title: string; count: number; children: ReactNode }) =>
  count === 0 ? null : (
    <section>
      <h2 className="sticky top-0 border-line border-y bg-surface px-4 py-1.5 text-ink-2 text-small">
        {title} <span className="text-ink-3 tabular-nums">{count}</span>
      </h2>
      <ul className="divide-y divide-line">{children}</ul>
    </section>
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

const sayLane = (lane: Lane): string =>
  [
    lane.kinds.map(kind => TUNNEL_WORD[kind]).join(', '),
    ...(lane.macs > 0 ? [plural(lane.macs, 'MAC')] : []),
    ...(lane.oneWay ? ['one-way'] : []),
    ...(lane.state === 'live' ? [] : [lane.state]),
  ].join(' · ')

interface Props {
  graph: Graph
  overlay: Overlay
  vni: number | null
}

/** The graph's facts as lists: the same things, picked the same way. */
export const OverlayList = ({ graph, overlay, vni }: Props) => {
  const cards = graph.cards.filter(card => !card.dim)
  const names = new Map(graph.cards.map(card => [card.id, card.name]))
  const name = (id: string) => names.get(id) ?? id
  const lanes = graph.edges.flatMap(edge => [
    ...(edge.forward === null ? [] : [{ lane: edge.forward, from: edge.a, to: edge.b }]),
    ...(edge.backward === null ? [] : [{ lane: edge.backward, from: edge.b, to: edge.a }]),
  ])
  const statusAt = useMoment() === null ? statusOf : statusThen
  const groups = overlay.groups.filter(group => vni === null || group.vni === vni)
  const ghosts = cards.filter(card => card.kind === 'ghost')
  const nodes = cards.filter(card => card.kind === 'node')
  return (
    <div className="h-full overflow-y-auto pt-14">
      <Group count={nodes.length} title="Nodes">
        {nodes.map(card => {
          const status = statusAt({ status: card.status ?? 'connecting', state: card.state })
          return (
            <Row key={card.id} selection={card.id}>
              <Dot tone={status.tone} />
              <span className="font-medium">{card.name}</span>
              <span className="mono text-ink-2">
                {card.vteps.map(vtep => vtep.address).join(' ') || (card.state === 'unknown' ? 'not known' : 'no VTEP')}
              </span>
              <Aside>{status.tone === 'ok' ? card.os : `${status.word}${card.error ? `: ${card.error}` : ''}`}</Aside>
            </Row>
          )
        })}
      </Group>
      <Group count={ghosts.length} title="Ghost VTEPs">
        {ghosts.map(card => (
          <Row key={card.id} selection={card.id}>
            <span className="mono">{card.name}</span>
            <Aside>no node of ours</Aside>
          </Row>
        ))}
      </Group>
      <Group count={groups.length} title="Multicast groups">
        {groups.map(group => (
          <Row key={group.id} selection={group.id}>
            <span className="mono">{group.address}</span>
            <Vni vni={group.vni} />
            <Aside>{plural(group.members.length, 'member')}</Aside>
          </Row>
        ))}
      </Group>
      <Group count={lanes.length} title="Tunnels">
        {lanes.map(({ lane, from, to }) => (
          <Row key={`${from}>${to}`} selection={lane.tunnels[0]?.id ?? null}>
            <span>
              {name(from)} <span className="text-ink-3">→</span> {name(to)}
            </span>
            {[...new Set(lane.tunnels.map(tunnel => tunnel.vni))].slice(0, 3).map(one => (
              <Vni key={one} vni={one} />
            ))}
            <Aside>{sayLane(lane)}</Aside>
          </Row>
        ))}
      </Group>
      <Group count={graph.macs.length} title="Learned MACs">
        {graph.macs.map(mac => (
          <Row key={mac.id} selection={mac.selection}>
            <span className="mono">{mac.mac}</span>
            <Vni vni={mac.vni} />
            <Aside>
              at {name(mac.card)}, on {mac.seenBy.join(', ')}
            </Aside>
          </Row>
        ))}
      </Group>
    </div>
  )
}
