'use client'

import { useVirtualizer } from '@tanstack/react-virtual'
import clsx from 'clsx'
import { type ReactNode, useMemo, useRef } from 'react'
import { buildCards } from '@/lib/client/graph-cards'
import type { Graph, GraphCard, GraphMac, Lane } from '@/lib/client/graph-types'
import { vniColour } from '@/lib/client/palette'
import { formatCount, plural } from '@/lib/client/time'
import { useMoment } from '@/lib/client/use-moment'
import { statusOf, statusThen, TUNNEL_WORD } from '@/lib/client/words'
import type { Overlay } from '@/lib/model/overlay'
import { Dot } from '../ui/Dot'
import { usePick } from './pick-context'

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

const Head = ({ title, count }: { title: string; count: number }) => (
  <h2 className="border-line border-b bg-surface px-4 py-1.5 text-ink-2 text-small">
    {title} <span className="text-ink-3 tabular-nums">{formatCount(count)}</span>
  </h2>
)

/** Things of one kind; a row is made when it comes into sight. */
interface Part {
  title: string
  count: number
  row: (at: number) => { key: string; content: ReactNode } | null
}

const Aside = ({ children }: { children: ReactNode }) => (
  <span className="ml-auto text-ink-2 text-small">{children}</span>
)

const Vni = ({ vni }: { vni: number }) => (
  <span className="mono flex items-center gap-1 text-ink-2">
    <span aria-hidden className="size-2 rounded-[2px]" style={{ background: vniColour(vni) }} />
    {vni}
  </span>
)

const sayLane = (lane: Pick<Lane, 'kinds' | 'macs' | 'oneWay' | 'state'>): string =>
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
  /** The graph shows but a part: here all there is stands, tunnel by tunnel. */
  folded: boolean
}

const partOf = <T,>(
  title: string,
  things: readonly T[],
  row: (thing: T) => { key: string; content: ReactNode },
): Part => ({
  title,
  count: things.length,
  row: at => {
    const thing = things[at]
    return thing === undefined ? null : row(thing)
  },
})

const cardRow = (card: GraphCard, statusAt: typeof statusOf) => {
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

const groupRow = (group: Overlay['groups'][number]) => ({
  key: group.id,
  content: (
    <Row selection={group.id}>
      <span className="mono">{group.address}</span>
      <Vni vni={group.vni} />
      <Aside>{plural(group.members.length, 'member')}</Aside>
    </Row>
  ),
})

interface Way {
  key: string
  from: string
  to: string
  vnis: readonly number[]
  selection: string | null
  said: string
}

const wayRow = ({ key, from, to, vnis, selection, said }: Way) => ({
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

const waysOfGraph = (graph: Graph, name: (id: string) => string): Way[] =>
  graph.edges.flatMap(edge =>
    [
      { lane: edge.forward, from: edge.a, to: edge.b },
      { lane: edge.backward, from: edge.b, to: edge.a },
    ].flatMap(({ lane, from, to }) =>
      lane === null
        ? []
        : {
            key: `${from}>${to}`,
            from: name(from),
            to: name(to),
            vnis: [...new Set(lane.tunnels.map(tunnel => tunnel.vni))],
            selection: lane.tunnels[0]?.id ?? null,
            said: sayLane(lane),
          },
    ),
  )

const tunnelPart = (overlay: Overlay, vni: number | null): Part => {
  const names = new Map(overlay.vteps.map(vtep => [vtep.id, vtep.nodes.join(', ') || vtep.address]))
  const name = (id: string) => names.get(id) ?? id
  const tunnels = overlay.tunnels.filter(tunnel => vni === null || tunnel.vni === vni)
  return partOf('Tunnels', tunnels, tunnel =>
    wayRow({
      key: tunnel.id,
      from: name(tunnel.from),
      to: name(tunnel.to),
      vnis: [tunnel.vni],
      selection: tunnel.id,
      said: sayLane(tunnel),
    }),
  )
}

const macRow = (mac: GraphMac, name: (id: string) => string) => ({
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

const partsOf = ({ graph, overlay, vni, folded }: Props, statusAt: typeof statusOf): Part[] => {
  const cards = (folded ? buildCards(overlay, vni) : graph.cards).filter(card => !card.dim)
  const names = new Map(cards.map(card => [card.id, card.name]))
  const name = (id: string) => names.get(id) ?? id
  const groups = overlay.groups.filter(group => vni === null || group.vni === vni)
  const parts = [
    partOf(
      'Nodes',
      cards.filter(card => card.kind === 'node'),
      card => cardRow(card, statusAt),
    ),
    partOf(
      'Ghost VTEPs',
      cards.filter(card => card.kind === 'ghost'),
      card => cardRow(card, statusAt),
    ),
    partOf('Multicast groups', groups, groupRow),
    folded ? tunnelPart(overlay, vni) : partOf('Tunnels', waysOfGraph(graph, name), wayRow),
    partOf('MACs', graph.macs, mac => macRow(mac, name)),
  ]
  return parts.filter(part => part.count > 0)
}

/** The head or row at a place of all parts one after the other. */
const entryAt = (parts: readonly Part[], index: number): { key: string; content: ReactNode } | null => {
  let left = index
  for (const part of parts) {
    if (left === 0) return { key: part.title, content: <Head count={part.count} title={part.title} /> }
    if (left <= part.count) return part.row(left - 1)
    left -= part.count + 1
  }
  return null
}

const ROW = 34

/** The graph's facts as lists: the same things, picked the same way. Only rows in sight are in the page. */
export const OverlayList = ({ graph, overlay, vni, folded }: Props) => {
  const statusAt = useMoment() === null ? statusOf : statusThen
  const parts = useMemo(
    () => partsOf({ graph, overlay, vni, folded }, statusAt),
    [graph, overlay, vni, folded, statusAt],
  )
  const scroller = useRef<HTMLDivElement>(null)
  const count = parts.reduce((sum, part) => sum + part.count + 1, 0)
  const rows = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW,
    overscan: 12,
    getItemKey: index => entryAt(parts, index)?.key ?? index,
  })
  return (
    <div className="h-full overflow-y-auto pt-14" ref={scroller}>
      <ul aria-label="All there is" className="relative border-line border-t" style={{ height: rows.getTotalSize() }}>
        {rows.getVirtualItems().map(({ index, key, start }) => (
          <li
            aria-posinset={index + 1}
            aria-setsize={count}
            className="absolute inset-x-0 top-0"
            data-index={index}
            key={key}
            ref={rows.measureElement}
            style={{ transform: `translateY(${start}px)` }}
          >
            {entryAt(parts, index)?.content}
          </li>
        ))}
      </ul>
    </div>
  )
}
