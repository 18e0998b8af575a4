import { vxlanAgeing } from '../ageing'
import { type Check, findingId } from './check'
import { ascending, changeOf, groupedBy, names, nodeSubject, usual, vniSubject } from './members'
import { bridgeLine, linkLine } from './witness'

export const ageingPeers: Check = {
  id: 'ageingPeers',
  severity: 'info',
  over: 'vni',
  means: 'Ends that forget at different times flood what the other still sends by unicast.',
  how: 'Learning VXLAN devices of one VNI have different ageing times.',
  find: (ground, key) => {
    const members = ground.members(Number(key)).filter(({ link }) => link.vxlan?.learning !== false)
    const times = groupedBy(members, ({ link }) => vxlanAgeing(link.vxlan?.ageing ?? null))
    const most = usual(times, ascending)
    if (most === null) return []
    const odd = [...times].filter(([time]) => time !== most)
    const others = times.get(most) ?? []
    return [
      {
        subject: vniSubject(Number(key)),
        verdict: `In VNI ${key} ${odd.map(([time, own]) => `entries on ${names(own)} age after ${time} s`).join(', ')}, on ${names(others)} after ${most} s.`,
        evidence: [...odd.flatMap(([, own]) => own), ...others.slice(0, 1)].flatMap(({ node, link }) =>
          linkLine(ground, node, link),
        ),
        mend: odd.flatMap(([, own]) => own.flatMap(member => changeOf(member, { ageing: most }))),
      },
    ]
  },
}

export const ageingBridge: Check = {
  id: 'ageingBridge',
  severity: 'info',
  over: 'node',
  means: 'A bridge that forgets before its VXLAN device floods what the device would still send by unicast.',
  how: 'The bridge’s ageing_time and the ageing of its learning VXLAN port differ.',
  find: (ground, node) =>
    ground.membersOn(node).flatMap(member => {
      const { link } = member
      const bridge = link.master === null ? undefined : ground.view(node)?.linkOf(link.master)
      const own = vxlanAgeing(link.vxlan?.ageing ?? null)
      const theirs = bridge?.bridge?.ageing ?? null
      if (!bridge || own === null || theirs === null || link.vxlan?.learning === false) return []
      const seconds = Math.round(theirs)
      if (own === seconds) return []
      return [
        {
          subject: nodeSubject(node),
          place: link.ifname,
          verdict: `On ${node} ${link.ifname} forgets after ${own} s, its bridge ${bridge.ifname} after ${seconds} s.`,
          evidence: [...linkLine(ground, node, link), ...bridgeLine(ground, node, bridge)],
          // Not the device: it would then differ from its peers. The kernel counts in hundredths here.
          mend: [
            {
              node,
              run: [['ip', 'link', 'set', 'dev', bridge.ifname, 'type', 'bridge', 'ageing_time', `${own * 100}`]],
            },
          ],
          because: [findingId(ageingPeers.id, vniSubject(member.vni))],
        },
      ]
    }),
}
