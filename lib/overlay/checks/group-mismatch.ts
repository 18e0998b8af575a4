import type { Check } from './check'
import type { Ground, Member } from './ground'
import { byText, changeOf, groupedBy, names, usual, vniSubject } from './members'
import { linkLine } from './witness'

/** Another device of the node that is up may have joined a group: then the host is in it, and all its devices hear it. */
const isHeard = (ground: Ground, { node }: Member, group: string): boolean =>
  ground.membersOn(node).some(other => other.group === group && other.link.up)

export const groupMismatch: Check = {
  id: 'groupMismatch',
  severity: 'error',
  over: 'vni',
  means: 'Members that flood to different multicast groups don’t hear each other’s ARP.',
  how: 'Members of one VNI in one underlay are configured with different groups.',
  find: (ground, key) => {
    const members = ground.members(Number(key))
    const underlays = [...new Set(members.map(({ underlay }) => underlay))]
    return underlays.flatMap(underlay => {
      const groups = groupedBy(
        members.filter(member => member.underlay === underlay),
        ({ group }) => group,
      )
      const most = usual(groups, byText)
      if (most === null) return []
      const odd = [...groups].filter(([group]) => group !== most)
      const said = odd.map(([group, own]) => `${names(own)} ${own.length > 1 ? 'flood' : 'floods'} to ${group}`)
      const other = groups.get(most) ?? []
      const hears = (own: readonly Member[], sent: string) => own.every(member => isHeard(ground, member, sent))
      const heard = odd.every(([group, own]) => hears(own, most) && hears(other, group))
      const means = heard
        ? 'broadcast between them is heard only as other devices of these nodes have joined both'
        : 'broadcast between them is lost'
      return [
        {
          subject: vniSubject(Number(key)),
          ...(underlay === '' ? {} : { place: underlay }),
          verdict: `In VNI ${key} ${said.join(', ')}, ${names(other)} to ${most}: ${means}.`,
          evidence: [...odd.flatMap(([, own]) => own), ...other.slice(0, 1)].flatMap(({ node, link }) =>
            linkLine(ground, node, link),
          ),
          mend: odd.flatMap(([, own]) => own.flatMap(member => changeOf(member, { group: most }))),
        },
      ]
    })
  },
}
