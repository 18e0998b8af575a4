import type { Check } from './check'
import { byText, familyOfMember, groupedBy, names, usual, vniSubject } from './members'
import { linkLine } from './witness'

const WORD = { ipv4: 'IPv4', ipv6: 'IPv6' } as const

export const familyMixed: Check = {
  id: 'familyMixed',
  severity: 'error',
  over: 'vni',
  means: 'An end over IPv4 and one over IPv6 can’t reach each other.',
  how: 'Members of one VNI have underlay addresses of both families.',
  find: (ground, key) => {
    const members = ground.members(Number(key)).filter(({ link }) => !link.vxlan?.external)
    const families = groupedBy(members, familyOfMember)
    const most = usual(families, byText)
    if (most === null) return []
    const odd = [...families].filter(([family]) => family !== most).flatMap(([, own]) => own)
    const others = families.get(most) ?? []
    return [
      {
        subject: vniSubject(Number(key)),
        verdict: `In VNI ${key} ${names(odd)} ${odd.length > 1 ? 'are' : 'is'} over ${WORD[most === 'ipv4' ? 'ipv6' : 'ipv4']}, ${names(others)} over ${WORD[most]}: they can’t reach each other.`,
        evidence: [...odd, ...others.slice(0, 1)].flatMap(({ node, link }) => linkLine(ground, node, link)),
      },
    ]
  },
}
