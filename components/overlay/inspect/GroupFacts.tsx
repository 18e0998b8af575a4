import type { Group, Overlay } from '@/lib/model/overlay'
import { Copy } from '../../ui/Copy'
import { Fact, Facts, Section } from '../../ui/Facts'
import { PageLink } from '../../ui/PageLink'
import { StretchLink } from '../../vxlan/ChangeLinks'
import { InspectorHead, Links, PickLink, VniMark, vtepName, Word } from './parts'

/** A multicast group of one VNI, and who is in it. */
export const GroupFacts = ({ group, overlay }: { group: Group; overlay: Overlay }) => {
  const others = overlay.groups.filter(other => other.address === group.address && other.id !== group.id)
  return (
    <>
      <InspectorHead
        kind={<Word of="group">Multicast group</Word>}
        title={<Copy className="text-title!" text={group.address} what="address" />}
      >
        <p className="text-ink-2">
          A frame of VNI {group.vni} whose place isn’t known, and every broadcast, goes to this group: each member
          receives it, and learns from it where the sender is.
        </p>
      </InspectorHead>
      <Section title="Group">
        <Facts>
          <Fact name={<Word of="vni">VNI</Word>}>
            <VniMark vni={group.vni} />
          </Fact>
          {others.length > 0 && (
            <Fact name="also for">
              <span className="flex flex-wrap gap-x-3">
                {others.map(other => (
                  <PickLink key={other.id} to={other.id}>
                    VNI {other.vni}
                  </PickLink>
                ))}
              </span>
            </Fact>
          )}
        </Facts>
      </Section>
      <Section title={`Members ${group.members.length}`}>
        <ul>
          {group.members.map(member => (
            <li className="flex min-h-7 items-center justify-between gap-2" key={member}>
              <PickLink to={member}>{vtepName(overlay, member)}</PickLink>
              <span className="mono text-ink-2">{overlay.vteps.find(vtep => vtep.id === member)?.address}</span>
            </li>
          ))}
        </ul>
      </Section>
      <Links>
        <PageLink href={`/fdb?q=dst:${group.address}`}>FDB entries to {group.address}</PageLink>
        <StretchLink vni={group.vni} />
      </Links>
    </>
  )
}
