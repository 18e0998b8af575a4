import type { Check } from './check'
import { ascending, changeOf, groupedBy, names, usual, vniSubject } from './members'
import { linkLine } from './witness'

export const portMismatch: Check = {
  id: 'portMismatch',
  severity: 'error',
  over: 'vni',
  means: 'Two ends with different UDP ports never hear each other.',
  how: 'Members of one VNI tell different UDP destination ports (dstport).',
  find: (ground, key) => {
    const ports = groupedBy(ground.members(Number(key)), ({ link }) => link.vxlan?.port ?? null)
    const most = usual(ports, ascending)
    if (most === null) return []
    const odd = [...ports].filter(([port]) => port !== most)
    const said = odd.map(
      ([port, members]) => `${names(members)} ${members.length > 1 ? 'use' : 'uses'} UDP port ${port}`,
    )
    const other = ports.get(most) ?? []
    return [
      {
        subject: vniSubject(Number(key)),
        verdict: `In VNI ${key} ${said.join(', ')}, ${names(other)} ${most}: they never hear each other.`,
        evidence: [...odd.flatMap(([, members]) => members), ...other.slice(0, 1)].flatMap(({ node, link }) =>
          linkLine(ground, node, link),
        ),
        mend: odd.flatMap(([, members]) => members.flatMap(member => changeOf(member, { port: most }))),
      },
    ]
  },
}
