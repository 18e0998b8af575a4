import type { FoldGroup, FoldItem } from '@/lib/client/fold/types'
import { healthWords } from '@/lib/client/fold/words'
import type { Graph, GraphFold } from '@/lib/client/graph-types'
import { plural } from '@/lib/client/time'
import { statusOf } from '@/lib/client/words'
import type { Overlay } from '@/lib/model/overlay'
import { Dot } from '../../ui/Dot'
import { Fact, Facts, Section } from '../../ui/Facts'
import { useFolding } from '../fold-context'
import { InspectorHead, PickLink, Word } from './parts'

const SHOWN = 200

const TONES = ['bad', 'warn', 'idle', 'ok'] as const

const Items = ({ items, overlay }: { items: readonly FoldItem[]; overlay: Overlay }) => {
  const nodes = new Map(overlay.nodes.map(node => [`node:${node.name}`, statusOf(node)]))
  const rank = (item: FoldItem) => TONES.indexOf(nodes.get(item.id)?.tone ?? 'warn')
  const sorted = [...items].sort((a, b) => rank(a) - rank(b))
  return (
    <ul>
      {sorted.slice(0, SHOWN).map(item => {
        const status = nodes.get(item.id)
        return (
          <li className="flex min-h-7 items-center gap-2" key={item.id}>
            {status !== undefined && <Dot tone={status.tone} />}
            <PickLink className={item.ghost ? 'mono' : ''} to={item.id}>
              {item.name}
            </PickLink>
            <span className="ml-auto truncate text-ink-2 text-small">
              {status === undefined || status.tone !== 'ok' ? (
                (status?.word ?? 'ghost')
              ) : (
                <span className="mono">{item.address}</span>
              )}
            </span>
          </li>
        )
      })}
      {items.length > SHOWN && <li className="text-ink-3 text-small">and {items.length - SHOWN} more</li>}
    </ul>
  )
}

const Ways = ({ fold, graph }: { fold: GraphFold; graph: Graph }) => {
  const names = new Map([
    ...graph.cards.map(card => [card.id, card.name] as const),
    ...graph.folds.map(one => [one.id, one.label] as const),
  ])
  const ways = graph.edges
    .filter(edge => edge.a === fold.id || edge.b === fold.id)
    .map(edge => ({
      id: edge.id,
      to: edge.a === fold.id ? edge.b : edge.a,
      count: (edge.forward?.count ?? 0) + (edge.backward?.count ?? 0),
    }))
    .sort((a, b) => b.count - a.count)
  return ways.length === 0 ? (
    <p className="text-ink-2">None is drawn: its tunnels stay within it, or there are none.</p>
  ) : (
    <ul>
      {ways.map(way => (
        <li className="flex min-h-7 items-center gap-2" key={way.id}>
          <PickLink to={way.id}>{names.get(way.to) ?? way.to}</PickLink>
          <span className="ml-auto text-ink-2 text-small">{plural(way.count, 'tunnel')}</span>
        </li>
      ))}
    </ul>
  )
}

/** A group of cards that are drawn as one. */
export const FoldFacts = ({
  fold,
  group,
  graph,
  overlay,
}: {
  fold: GraphFold
  group: FoldGroup
  graph: Graph
  overlay: Overlay
}) => {
  const { unfold, foldUp } = useFolding()
  return (
    <>
      <InspectorHead kind="Group" title={fold.label}>
        <p className="text-ink-2">
          {fold.nodes > 0 ? healthWords(fold.health).join(', ') : 'No node of ours has these addresses.'}
        </p>
        <button
          className="mt-2 h-8 rounded-md border border-line bg-raised px-3 hover:border-line-strong"
          onClick={() => (fold.open ? foldUp : unfold)(fold.id)}
          type="button"
        >
          {fold.open ? 'Fold' : 'Unfold'}
        </button>
      </InspectorHead>
      <Section title="Group">
        <Facts>
          {fold.nodes > 0 && <Fact name="nodes">{plural(fold.nodes, 'node')}</Fact>}
          {fold.ghosts > 0 && <Fact name={<Word of="ghost">ghosts</Word>}>{plural(fold.ghosts, 'ghost VTEP')}</Fact>}
          <Fact name={<Word of="vni">VNIs</Word>}>{fold.vnis}</Fact>
        </Facts>
      </Section>
      <Section title="Tunnels to">
        <Ways fold={fold} graph={graph} />
      </Section>
      <Section title="Inside, the worst first">
        <Items items={group.items} overlay={overlay} />
      </Section>
    </>
  )
}
