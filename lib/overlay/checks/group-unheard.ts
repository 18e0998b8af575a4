import ipaddr from 'ipaddr.js'
import { type Check, type Draft, findingId } from './check'
import { deviceDown } from './device-down'
import type { Ground, Member } from './ground'
import { nodeSubject } from './members'
import { underlayDown } from './underlay-down'
import { vyosLink } from './vyos-link'
import { linkLine, stateLine } from './witness'

const hex = (byte: number): string => byte.toString(16).padStart(2, '0')

/** The Ethernet address of a group (RFC 1112 §6.4, RFC 2464 §7), and that of the group every host is in. */
const filtersOf = (group: string): { own: string; everybody: string } => {
  const bytes = ipaddr.parse(group).toByteArray()
  if (bytes.length === 4) {
    const [, second = 0, third = 0, fourth = 0] = bytes
    return { own: `01:00:5e:${[second & 0x7f, third, fourth].map(hex).join(':')}`, everybody: '01:00:5e:00:00:01' }
  }
  return { own: `33:33:${bytes.slice(12).map(hex).join(':')}`, everybody: '33:33:00:00:00:01' }
}

/** Whether a device's address filters let a group in; `null` where the node lists none of it. */
const hears = (ground: Ground, { node, link, group }: Member): boolean | null => {
  const listed = ground.groupMacsOf(node, link.link ?? '')
  if (group === null || !listed) return null
  const { own, everybody } = filtersOf(group)
  return listed.has(everybody) ? listed.has(own) : null
}

const draft = (ground: Ground, member: Member): Draft[] => {
  const { node, link, group } = member
  const subject = nodeSubject(node)
  const because = [vyosLink, deviceDown, underlayDown].map(({ id }) => findingId(id, subject, link.ifname))
  const about = { subject, place: link.ifname, because }
  if (link.link === null) {
    return [
      {
        ...about,
        verdict: `${link.ifname} on ${node} has the group ${group} and no underlay device: it joins it nowhere.`,
        evidence: linkLine(ground, node, link),
      },
    ]
  }
  const carrier = ground.view(node)?.linkOf(link.link)
  if (!carrier || hears(ground, member) !== false) return []
  return [
    {
      ...about,
      verdict: `${node} has not joined ${group} on ${carrier.ifname}: ${link.ifname} hears no broadcast of its peers.`,
      evidence: [...linkLine(ground, node, link), ...stateLine(ground, node, carrier)],
      mend: [{ node, run: ['down', 'up'].map(word => ['ip', 'link', 'set', 'dev', link.ifname, word]) }],
    },
  ]
}

export const groupUnheard: Check = {
  id: 'groupUnheard',
  severity: 'error',
  over: 'node',
  means: 'A device that has not joined its group on the underlay hears no broadcast.',
  how: 'It has a group and no underlay device; or the underlay device’s address filters lack the group’s address.',
  find: (ground, node) =>
    ground
      .membersOn(node)
      .filter(({ group }) => group !== null)
      .flatMap(member => draft(ground, member)),
}
