import { badgeOf } from '@/lib/client/finding-words'
import { formatCount, plural } from '@/lib/client/time'
import { useChecks } from '@/lib/client/use-checks'
import { useMoment } from '@/lib/client/use-moment'
import { statusOf } from '@/lib/client/words'
import type { Overlay } from '@/lib/model/overlay'
import { Dot, type Tone } from '../../ui/Dot'
import { Section } from '../../ui/Facts'
import { PageLink } from '../../ui/PageLink'
import { StretchLink } from '../../vxlan/ChangeLinks'
import { FramesGo } from './FramesGo'
import { InspectorHead, Links, PickLink, Word } from './parts'

const ATTENTION_SHOWN = 12

/** What somebody should look at first: nodes that don't answer, one-way tunnels, ghosts, shared addresses. */
const attentionOf = (overlay: Overlay): { id: string; tone: Tone; what: string; why: string }[] => {
  const names = new Map(overlay.vteps.map(vtep => [vtep.id, vtep.nodes.join(', ') || vtep.address]))
  const name = (id: string): string => names.get(id) ?? id.replace(/^vtep:/, '')
  return [
    ...overlay.nodes
      .filter(node => statusOf(node).tone === 'bad' || node.state === 'stale')
      .map(node => {
        const { tone, word } = statusOf(node)
        return { id: `node:${node.name}`, tone, what: node.name, why: node.error?.message ?? word }
      }),
    ...overlay.tunnels
      .filter(tunnel => tunnel.oneWay)
      .map(tunnel => ({
        id: tunnel.id,
        tone: 'warn' as const,
        what: `${name(tunnel.from)} → ${name(tunnel.to)}`,
        why: `one-way in VNI ${tunnel.vni}: nothing comes back that way`,
      })),
    ...overlay.vteps
      .filter(vtep => vtep.nodes.length === 0)
      .map(vtep => ({
        id: vtep.id,
        tone: 'warn' as const,
        what: vtep.address,
        why: 'ghost: sent to, and no node of ours',
      })),
    ...overlay.vteps
      .filter(vtep => vtep.nodes.length > 1)
      .map(vtep => ({
        id: vtep.id,
        tone: 'warn' as const,
        what: vtep.address,
        why: `on ${vtep.nodes.join(' and ')}: conflict or anycast`,
      })),
  ]
}

/** What is said where nothing needs attention: no more than is known. */
const calmText = ({ nodes, tunnels }: Overlay, past: boolean): string => {
  const unread = nodes.filter(node => node.state !== 'live').length
  if (unread > 0) return `Nothing so far: ${plural(unread, 'node')} not read yet.`
  const [answers, is] = past ? ['answered', 'was'] : ['answers', 'is']
  return tunnels.length > 0
    ? `Nothing: every node ${answers}, and no tunnel ${is} one-way.`
    : `Nothing: every node ${answers}.`
}

const Count = ({ value, children }: { value: number; children: React.ReactNode }) => (
  <div className="flex items-baseline justify-between gap-2 border-line border-b py-1 last:border-b-0">
    <dt className="text-ink-2">{children}</dt>
    <dd className="tabular-nums">{formatCount(value)}</dd>
  </div>
)

/** How many findings want somebody now. */
const useWrongNow = () => {
  const { data } = useChecks()
  const past = useMoment() !== null
  return past ? null : badgeOf(data?.findings ?? [])
}

/** The overlay as a whole. */
export const OverlayFacts = ({ overlay, vni }: { overlay: Overlay; vni: number | null }) => {
  const wrong = useWrongNow()
  const past = useMoment() !== null
  const only = vni ?? (overlay.vnis.length === 1 ? overlay.vnis[0]?.vni : undefined)
  const attention = attentionOf(overlay)
  /** Nothing is said, nor offered, of a VNI that nobody has. */
  const isThere = vni === null || overlay.vnis.length > 0
  return (
    <>
      <InspectorHead kind="Overlay" title={only === undefined ? 'All VNIs' : `VNI ${only}`} />
      {isThere && <FramesGo overlay={overlay} vni={only} />}
      <Section title="What there is">
        <dl>
          <Count value={overlay.nodes.length}>Nodes</Count>
          <Count value={overlay.vteps.length}>
            <Word of="vtep">VTEPs</Word>
          </Count>
          <Count value={overlay.vnis.length}>
            <Word of="vni">VNIs</Word>
          </Count>
          <Count value={overlay.groups.length}>
            <Word of="group">Multicast groups</Word>
          </Count>
          <Count value={overlay.tunnels.length}>Tunnels, each direction counted</Count>
        </dl>
      </Section>
      {only !== undefined && (
        <Links>
          {isThere && <StretchLink vni={only} />}
          <PageLink href="/vxlan">VXLAN interfaces</PageLink>
        </Links>
      )}
      <Section title="To look at">
        {wrong !== null && (
          <p className="mb-2 flex gap-2">
            <span className="flex h-5 items-center">
              <Dot tone={wrong.worst} />
            </span>
            <PageLink href="/checks">{plural(wrong.count, 'finding')}</PageLink>
          </p>
        )}
        {attention.length === 0 ? (
          wrong === null && <p className="text-ink-2">{calmText(overlay, past)}</p>
        ) : (
          <ul className="space-y-2">
            {attention.slice(0, ATTENTION_SHOWN).map(({ id, tone, what, why }) => (
              <li className="flex gap-2" key={id}>
                <span className="flex h-5 items-center">
                  <Dot tone={tone} />
                </span>
                <span className="min-w-0">
                  <PickLink to={id}>{what}</PickLink>
                  <span className="block text-ink-2 text-small">{why}</span>
                </span>
              </li>
            ))}
            {attention.length > ATTENTION_SHOWN && (
              <li className="text-ink-3 text-small">and {attention.length - ATTENTION_SHOWN} more</li>
            )}
          </ul>
        )}
      </Section>
      <Section title="How to read it">
        <p className="text-ink-2">
          Pick a node, VTEP, tunnel, group or MAC to see what it is and the lines it was read from.
        </p>
      </Section>
    </>
  )
}
