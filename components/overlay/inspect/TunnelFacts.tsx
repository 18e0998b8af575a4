import { useEffect, useRef } from 'react'
import { plural } from '@/lib/client/time'
import { traceHref } from '@/lib/client/trace-words'
import { useTunnel } from '@/lib/client/use-api'
import { TUNNEL_MEANS, TUNNEL_WORD } from '@/lib/client/words'
import type { Evidence, Overlay, Tunnel } from '@/lib/model/overlay'
import { FindingMark } from '../../shared/FindingMark'
import { ReadAt } from '../../shared/ReadAt'
import { Badge } from '../../ui/Badge'
import { Section } from '../../ui/Facts'
import { PageLink } from '../../ui/PageLink'
import { Term } from '../../ui/Term'
import { InspectorHead, Links, PickLink, StateBadge, VniMark, vtepName } from './parts'

const EVIDENCE_SHOWN = 20

const EvidenceLine = ({ evidence }: { evidence: Evidence }) => (
  <li>
    <pre className="mono overflow-x-auto whitespace-pre-wrap break-words rounded-md border border-line bg-sunken px-2.5 py-1.5">
      {evidence.text.trim()}
    </pre>
    <p className="mt-1 flex flex-wrap items-center gap-x-2 text-ink-3 text-small">
      <span className="mono text-ink-2">{evidence.command}</span>
      <span>
        on {evidence.node}, <ReadAt at={evidence.readAt} />
      </span>
      {evidence.rendered && (
        <Term means="The node answered in JSON; this is the line that iproute2 would have printed for it.">
          rendered from JSON
        </Term>
      )}
    </p>
  </li>
)

const Direction = ({ tunnel, overlay }: { tunnel: Tunnel; overlay: Overlay }) => {
  const [from, to] = [vtepName(overlay, tunnel.from), vtepName(overlay, tunnel.to)]
  return (
    <Section
      aside={
        <span className="flex items-center gap-2">
          <FindingMark subject={tunnel.id} />
          <StateBadge state={tunnel.state} />
          <VniMark vni={tunnel.vni} />
        </span>
      }
      title={
        <span className="text-base text-ink">
          {from} → {to}
        </span>
      }
    >
      <p className="mb-2 flex flex-wrap items-center gap-1.5">
        {tunnel.kinds.map(kind => (
          <Badge key={kind}>
            <Term means={TUNNEL_MEANS[kind]}>{TUNNEL_WORD[kind]}</Term>
          </Badge>
        ))}
        {tunnel.oneWay && <Badge tone="warn">one-way</Badge>}
        <span className="text-ink-2 text-small">
          {tunnel.macs > 0 ? `${plural(tunnel.macs, 'MAC')} at ${to}` : 'no MAC known there'}
        </span>
      </p>
      {tunnel.oneWay && (
        <p className="mb-2 text-ink-2 text-small">
          {to} was read and knows nothing of {from} in this VNI: frames may go there, and nothing comes back by unicast.
        </p>
      )}
      <h4 className="mb-1.5 text-ink-3 text-small">Why this tunnel is believed</h4>
      <EvidenceOf tunnel={tunnel} />
    </Section>
  )
}

/** The lines a tunnel was read from: asked for when it is looked at, and anew when it has changed. */
const EvidenceOf = ({ tunnel }: { tunnel: Tunnel }) => {
  const { data, fault, again } = useTunnel(tunnel.id)
  const told = `${tunnel.kinds} ${tunnel.macs} ${tunnel.nodes} ${tunnel.state}`
  const asked = useRef(told)
  useEffect(() => {
    if (asked.current !== told) again()
    asked.current = told
  }, [told, again])
  if (data === undefined || data.tunnel.id !== tunnel.id) {
    return (
      <p className="text-ink-3" role="status">
        {fault === undefined ? 'Asking for the lines it was read from' : fault.error.message}
      </p>
    )
  }
  const { evidence } = data.tunnel
  return (
    <>
      <ul className="space-y-3">
        {evidence.slice(0, EVIDENCE_SHOWN).map(one => (
          <EvidenceLine evidence={one} key={`${one.node} ${one.command} ${one.text}`} />
        ))}
      </ul>
      {evidence.length > EVIDENCE_SHOWN && (
        <p className="mt-2 text-ink-3 text-small">and {evidence.length - EVIDENCE_SHOWN} lines more</p>
      )}
    </>
  )
}

/** A tunnel, its way back, and whatever else runs between the same two VTEPs. */
export const TunnelFacts = ({ tunnel, overlay }: { tunnel: Tunnel; overlay: Overlay }) => {
  const between = (one: Tunnel, from: string, to: string) =>
    one.from === from && one.to === to && one.vni === tunnel.vni
  const back = overlay.tunnels.find(one => between(one, tunnel.to, tunnel.from))
  const others = overlay.tunnels.filter(
    one =>
      one.vni !== tunnel.vni &&
      ((one.from === tunnel.from && one.to === tunnel.to) || (one.from === tunnel.to && one.to === tunnel.from)),
  )
  const vtepOf = (id: string) => overlay.vteps.find(vtep => vtep.id === id)
  const address = (id: string) => vtepOf(id)?.address ?? id
  const [from, to] = [tunnel.from, tunnel.to].map(id => vtepOf(id)?.nodes[0])
  return (
    <>
      <InspectorHead
        kind="Tunnel"
        title={
          <span>
            {vtepName(overlay, tunnel.from)} {back === undefined ? '→' : '⇄'} {vtepName(overlay, tunnel.to)}
          </span>
        }
      >
        <p className="mono flex flex-wrap gap-x-2 text-ink-2">
          <PickLink className="mono" to={tunnel.from}>
            {address(tunnel.from)}
          </PickLink>
          <span className="text-ink-3">{back === undefined ? '→' : '⇄'}</span>
          <PickLink className="mono" to={tunnel.to}>
            {address(tunnel.to)}
          </PickLink>
        </p>
      </InspectorHead>
      <Direction overlay={overlay} tunnel={tunnel} />
      {back !== undefined && <Direction overlay={overlay} tunnel={back} />}
      {others.length > 0 && (
        <Section title="Between the same VTEPs">
          <p className="flex flex-wrap gap-x-4 gap-y-1">
            {others.map(other => (
              <PickLink key={other.id} to={other.id}>
                VNI {other.vni} {vtepName(overlay, other.from)} → {vtepName(overlay, other.to)}
              </PickLink>
            ))}
          </p>
        </Section>
      )}
      <Links>
        <PageLink href={`/fdb?q=dst:${address(tunnel.to)} vni:${tunnel.vni}`}>
          FDB entries to {address(tunnel.to)}
        </PageLink>
        {from !== undefined && to !== undefined && (
          <PageLink href={traceHref({ from, vni: tunnel.vni, to })}>Trace it</PageLink>
        )}
      </Links>
    </>
  )
}
