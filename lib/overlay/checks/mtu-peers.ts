import { type Check, findingId } from './check'
import { ascending, changeOf, groupedBy, names, nodeSubject, usual, vniSubject } from './members'
import { mtuUnderlay, roomOf } from './mtu-underlay'
import { stateLine } from './witness'

export const mtuPeers: Check = {
  id: 'mtuPeers',
  severity: 'warning',
  over: 'vni',
  means: 'Where one end takes larger packets than another, the larger ones vanish without a word.',
  how: 'VXLAN devices of one VNI have different MTUs.',
  find: (ground, key) => {
    const members = ground.members(Number(key)).filter(({ link }) => !link.vxlan?.external)
    const mtus = groupedBy(members, ({ link }) => link.mtu)
    const most = usual(mtus, ascending)
    if (most === null) return []
    const odd = [...mtus].filter(([mtu]) => mtu !== most)
    const fits = odd.every(([, own]) => own.every(member => (roomOf(ground, member)?.room ?? most) >= most))
    const wanted = fits ? most : Math.min(...mtus.keys())
    const others = mtus.get(most) ?? []
    return [
      {
        subject: vniSubject(Number(key)),
        verdict: `In VNI ${key} ${odd.map(([mtu, own]) => `${names(own)} ${own.length > 1 ? 'have' : 'has'} an MTU of ${mtu}`).join(', ')}, ${names(others)} of ${most}: larger packets get lost one way.`,
        evidence: [...odd.flatMap(([, own]) => own), ...others.slice(0, 1)].flatMap(({ node, link }) =>
          stateLine(ground, node, link),
        ),
        mend: members
          .filter(({ link }) => link.mtu !== null && link.mtu !== wanted)
          .flatMap(member => changeOf(member, { mtu: wanted })),
        because: odd.flatMap(([, own]) =>
          own.map(({ node, link }) => findingId(mtuUnderlay.id, nodeSubject(node), link.ifname)),
        ),
      },
    ]
  },
}
