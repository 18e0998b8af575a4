import { useMemo } from 'react'
import type { Fold } from '@/lib/client/fold/fold'
import { tunnelsBetween } from '@/lib/client/fold/tunnels-between'
import type { Graph, GraphEdge, Lane } from '@/lib/client/graph-types'
import { plural } from '@/lib/client/time'
import { TUNNEL_MEANS, TUNNEL_WORD } from '@/lib/client/words'
import type { Overlay } from '@/lib/model/overlay'
import { Badge } from '../../ui/Badge'
import { Section } from '../../ui/Facts'
import { Term } from '../../ui/Term'
import { InspectorHead, PickLink, StateBadge, TunnelRow } from './parts'

const SHOWN = 100

const Way = ({ lane, from, to }: { lane: Lane; from: string; to: string }) => (
  <Section
    aside={<StateBadge state={lane.state} />}
    title={
      <span className="text-base text-ink">
        {from} → {to}
      </span>
    }
  >
    <p className="flex flex-wrap items-center gap-1.5">
      {lane.kinds.map(kind => (
        <Badge key={kind}>
          <Term means={TUNNEL_MEANS[kind]}>{TUNNEL_WORD[kind]}</Term>
        </Badge>
      ))}
      {lane.oneWays > 0 && <Badge tone="warn">{lane.oneWays} one-way</Badge>}
      <span className="text-ink-2 text-small">
        {plural(lane.count, 'tunnel')}
        {lane.macs > 0 && `, ${plural(lane.macs, 'MAC')}`}
      </span>
    </p>
  </Section>
)

interface Props {
  edge: GraphEdge
  graph: Graph
  fold: Fold
  overlay: Overlay
  vni: number | null
}

/** All tunnels between two groups, or between a group and a node: how many, why, and which. */
export const EdgeFacts = ({ edge, graph, fold, overlay, vni }: Props) => {
  const { a, b } = edge
  const tunnels = useMemo(() => tunnelsBetween(overlay, fold, { a, b }, vni), [overlay, fold, a, b, vni])
  const name = (id: string) =>
    graph.folds.find(one => one.id === id)?.label ?? graph.cards.find(one => one.id === id)?.name ?? id
  return (
    <>
      <InspectorHead kind="Tunnels between" title={`${name(a)} ⇄ ${name(b)}`}>
        <p className="flex flex-wrap gap-x-4 text-ink-2">
          <PickLink to={a}>{name(a)}</PickLink>
          <PickLink to={b}>{name(b)}</PickLink>
          <span>{plural(edge.vnis.length, 'VNI')}</span>
        </p>
      </InspectorHead>
      {edge.forward !== null && <Way from={name(a)} lane={edge.forward} to={name(b)} />}
      {edge.backward !== null && <Way from={name(b)} lane={edge.backward} to={name(a)} />}
      <Section title={`Tunnels ${tunnels.length}, one-way ones first`}>
        <ul>
          {tunnels.slice(0, SHOWN).map(tunnel => (
            <TunnelRow key={tunnel.id} overlay={overlay} tunnel={tunnel} />
          ))}
        </ul>
        {tunnels.length > SHOWN && (
          <p className="text-ink-3 text-small">and {tunnels.length - SHOWN} more: unfold a group to tell them apart</p>
        )}
      </Section>
    </>
  )
}
