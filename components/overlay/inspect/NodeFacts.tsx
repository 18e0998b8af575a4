'use client'

import { useStatus } from '@/lib/client/use-status'
import { PLATFORM } from '@/lib/client/words'
import type { Node, Overlay, VniMember } from '@/lib/model/overlay'
import { NodeProblem } from '../../nodes/NodeProblem'
import { ReadAt } from '../../shared/ReadAt'
import { Copy } from '../../ui/Copy'
import { Dot } from '../../ui/Dot'
import { Fact, Facts, Section } from '../../ui/Facts'
import { PageLink } from '../../ui/PageLink'
import { AddLink, DeviceLinks } from '../../vxlan/ChangeLinks'
import { InspectorHead, Links, PickLink, TunnelRow, VniMark, Word } from './parts'

const TUNNELS_SHOWN = 30

const Member = ({ vni, member }: { vni: number; member: VniMember }) => (
  <li className="py-1.5 first:pt-0">
    <p className="mb-1 flex items-center gap-2">
      <VniMark vni={vni} />
      <span className="mono flex-1 text-ink-2">{member.ifname}</span>
      <DeviceLinks name={member.ifname} node={member.node} />
    </p>
    <Facts>
      {member.group !== null && (
        <Fact name={<Word of="group">group</Word>}>
          <PickLink className="mono" to={`group:${vni}:${member.group}`}>
            {member.group}
          </PickLink>
        </Fact>
      )}
      <Fact name={<Word of="port">port</Word>}>
        <span className="mono">{member.port ?? <span className="text-ink-3">not told</span>}</span>
      </Fact>
      <Fact name={<Word of="mtu">mtu</Word>}>
        <span className="mono">{member.mtu}</span>
      </Fact>
      <Fact name={<Word of="learning">learning</Word>}>
        {member.learning === null ? <span className="text-ink-3">not told</span> : member.learning ? 'on' : 'off'}
      </Fact>
    </Facts>
  </li>
)

/** An SSH node: what it is, its VTEPs, VNIs and tunnels. */
export const NodeFacts = ({ node, overlay }: { node: Node; overlay: Overlay }) => {
  const status = useStatus(node)
  const vteps = overlay.vteps.filter(vtep => vtep.nodes.includes(node.name))
  const own = new Set(vteps.map(vtep => vtep.id))
  const members = overlay.vnis.flatMap(({ vni, members: all }) =>
    all.filter(member => member.node === node.name).map(member => ({ vni, member })),
  )
  const tunnels = overlay.tunnels.filter(tunnel => own.has(tunnel.from) || own.has(tunnel.to))
  return (
    <>
      <InspectorHead
        aside={
          <span className="flex items-center gap-1.5 font-normal text-base">
            <Dot tone={status.tone} />
            {status.word}
          </span>
        }
        kind="Node"
        title={node.name}
      >
        <p className="text-ink-2">
          {node.os ?? PLATFORM[node.platform]} <span className="text-ink-3">·</span> <ReadAt at={node.readAt} />
        </p>
      </InspectorHead>
      {node.error !== null && (
        <div className="px-4 pb-3">
          <NodeProblem error={node.error} name={node.name} />
        </div>
      )}
      <Section title="Node">
        <Facts>
          <Fact name="host">
            <Copy text={node.host} what="host" />
          </Fact>
          <Fact name="kernel">
            <span className="mono">{node.kernel ?? 'not known'}</span>
          </Fact>
          <Fact name="iproute2">
            <span className="mono">{node.iproute2 ?? 'not known'}</span>
          </Fact>
          {vteps.map(vtep => (
            <Fact key={vtep.id} name={<Word of="vtep">VTEP</Word>}>
              <PickLink className="mono" to={vtep.id}>
                {vtep.address}
              </PickLink>{' '}
              {node.addresses
                .filter(one => one.address === vtep.address)
                .map(one => (
                  <span className="text-ink-3 text-small" key={one.ifname}>
                    on {one.ifname}
                  </span>
                ))}
            </Fact>
          ))}
        </Facts>
      </Section>
      {members.length > 0 && (
        <Section title={<Word of="vni">VNIs</Word>}>
          <ul className="divide-y divide-line">
            {members.map(({ vni, member }) => (
              <Member key={`${vni}/${member.ifname}`} member={member} vni={vni} />
            ))}
          </ul>
        </Section>
      )}
      {members.length > 0 && (
        <Section title={`Tunnels ${tunnels.length}`}>
          {tunnels.length === 0 ? (
            <p className="text-ink-2">
              None yet: no frame has taught this node where any MAC is, and no remote is set.
            </p>
          ) : (
            <ul>
              {tunnels.slice(0, TUNNELS_SHOWN).map(tunnel => (
                <TunnelRow key={tunnel.id} overlay={overlay} tunnel={tunnel} />
              ))}
              {tunnels.length > TUNNELS_SHOWN && (
                <li className="text-ink-3">and {tunnels.length - TUNNELS_SHOWN} more</li>
              )}
            </ul>
          )}
        </Section>
      )}
      <Links>
        <PageLink href={`/fdb?q=node:${node.name}`}>FDB of {node.name}</PageLink>
        <PageLink href={`/nodes/${encodeURIComponent(node.name)}`}>Devices and raw output</PageLink>
        <PageLink href={`/timeline?node=${encodeURIComponent(node.name)}`}>What happened there</PageLink>
        {members.length > 0 && (
          <PageLink href={`/trace?from=${encodeURIComponent(node.name)}`}>Trace from here</PageLink>
        )}
        <AddLink node={node.name} />
      </Links>
    </>
  )
}
