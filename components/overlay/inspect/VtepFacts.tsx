import { macSelection } from '@/lib/client/graph-macs'
import { traceHref } from '@/lib/client/trace-words'
import type { FdbRow, Overlay, Vtep } from '@/lib/model/overlay'
import { RowRing } from '../../fdb/RowAge'
import { Copy } from '../../ui/Copy'
import { Fact, Facts, Section } from '../../ui/Facts'
import { PageLink } from '../../ui/PageLink'
import { DeviceLinks } from '../../vxlan/ChangeLinks'
import { InspectorHead, Links, PickLink, StateBadge, TunnelRow, VniMark, Word } from './parts'

const SHOWN = 30

/** Learned rows whose frames go to this VTEP, each MAC once. */
const macsBehind = (vtep: Vtep, rows: readonly FdbRow[]): FdbRow[] => {
  const macs = new Map<string, FdbRow>()
  for (const row of rows) {
    if (row.dst !== vtep.address || row.kind === 'flood' || row.vni === null) continue
    const key = macSelection(row.vni, row.mac)
    if (!macs.has(key)) macs.set(key, row)
  }
  return [...macs.values()]
}

/** A tunnel endpoint: whose it is, what is known of it and behind it. */
export const VtepFacts = ({ vtep, overlay, rows }: { vtep: Vtep; overlay: Overlay; rows: readonly FdbRow[] }) => {
  const ghost = vtep.nodes.length === 0
  const tunnels = overlay.tunnels.filter(tunnel => tunnel.from === vtep.id || tunnel.to === vtep.id)
  const macs = macsBehind(vtep, rows)
  const devices = overlay.vnis.flatMap(({ vni, members }) =>
    members.filter(member => member.vtep === vtep.id).map(({ node, ifname }) => ({ vni, node, ifname })),
  )
  return (
    <>
      <InspectorHead
        aside={<StateBadge state={vtep.state} />}
        kind={ghost ? <Word of="ghost">Ghost VTEP</Word> : <Word of="vtep">VTEP</Word>}
        title={<Copy className="text-title!" text={vtep.address} what="address" />}
      >
        {ghost && (
          <p className="text-ink-2">
            Nodes send to this address, and no node of the inventory has it. Add it to the inventory if it is yours; if
            not, somebody else takes part in this overlay.
          </p>
        )}
        {vtep.nodes.length > 1 && (
          <p className="text-warn">
            {vtep.nodes.length} nodes have this address: an anycast pair if that is meant, a conflict if not.
          </p>
        )}
      </InspectorHead>
      <Section title="Endpoint">
        <Facts>
          <Fact name="node">
            {ghost ? (
              <span className="text-ink-3">none of ours</span>
            ) : (
              vtep.nodes.map(name => (
                <PickLink className="mr-2" key={name} to={`node:${name}`}>
                  {name}
                </PickLink>
              ))
            )}
          </Fact>
          {vtep.underlay !== '' && (
            <Fact name="VRF">
              <span className="mono">{vtep.underlay}</span>
            </Fact>
          )}
          <Fact name={<Word of="vni">VNIs</Word>}>
            <span className="flex flex-wrap gap-x-3">
              {vtep.vnis.map(vni => (
                <VniMark key={vni} vni={vni} />
              ))}
            </span>
          </Fact>
        </Facts>
      </Section>
      {devices.length > 0 && (
        <Section title={`VXLAN devices ${devices.length}`}>
          <ul>
            {devices.slice(0, SHOWN).map(({ vni, node, ifname }) => (
              <li className="flex min-h-7 items-center gap-2" key={`${node}/${ifname}`}>
                <VniMark vni={vni} />
                <span className="mono min-w-0 flex-1 text-ink-2">{ifname}</span>
                <DeviceLinks name={ifname} node={node} />
              </li>
            ))}
          </ul>
        </Section>
      )}
      <Section title={`Tunnels ${tunnels.length}`}>
        {tunnels.length === 0 ? (
          <p className="text-ink-2">None: nothing was learned from it or set up to it.</p>
        ) : (
          <ul>
            {tunnels.slice(0, SHOWN).map(tunnel => (
              <TunnelRow key={tunnel.id} overlay={overlay} tunnel={tunnel} />
            ))}
          </ul>
        )}
      </Section>
      <Section title={`MACs behind it ${macs.length}`}>
        {macs.length === 0 ? (
          <p className="text-ink-2">No node has an entry that points here.</p>
        ) : (
          <ul>
            {macs.slice(0, SHOWN).map(row => (
              <li className="flex min-h-7 items-center gap-2" key={row.id}>
                <RowRing row={row} />
                <PickLink className="mono" to={macSelection(row.vni ?? 0, row.mac)}>
                  {row.mac}
                </PickLink>
                <span className="ml-auto">
                  <VniMark vni={row.vni ?? 0} />
                </span>
              </li>
            ))}
          </ul>
        )}
      </Section>
      <Links>
        <PageLink href={`/fdb?q=dst:${vtep.address}`}>FDB entries to {vtep.address}</PageLink>
        {vtep.nodes[0] !== undefined && vtep.vnis[0] !== undefined && (
          <PageLink href={traceHref({ vni: vtep.vnis[0], to: vtep.nodes[0] })}>Trace to here</PageLink>
        )}
      </Links>
    </>
  )
}
