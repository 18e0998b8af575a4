import type { VxlanPacket } from '@/lib/model/packet'
import type { Place, SeenFrame, TaughtRow } from '@/lib/model/probe'

const namesOf = ({ address, nodes }: Place): string => (nodes.length === 0 ? address : nodes.join(', '))

/** One packet in a line, much as tcpdump prints it. */
export const packetLine = ({ src, dst, srcPort, dstPort, vni, inner }: VxlanPacket): string => {
  const name = src.includes(':') ? 'IP6' : 'IP'
  const tag = inner.vlan === null ? '' : `vlan ${inner.vlan}, `
  return `${name} ${src}.${srcPort} > ${dst}.${dstPort}: VXLAN, vni ${vni}: ${inner.src} > ${inner.dst}, ${tag}${inner.text}`
}

const KINDS: Readonly<Record<VxlanPacket['inner']['kind'], string>> = {
  arpRequest: 'ARP request',
  arpReply: 'ARP reply',
  neighbourSolicitation: 'Neighbour solicitation',
  neighbourAdvertisement: 'Neighbour advertisement',
  echoRequest: 'ICMP echo request',
  echoReply: 'ICMP echo reply',
  icmp: 'ICMP',
  tcp: 'TCP',
  udp: 'UDP',
  ip: 'IP',
  other: 'A frame',
  cut: 'A frame',
}

/** ARP request from ubuntu to group 239.1.1.1, which vyos01, vyos02 have joined */
export const frameSentence = ({ packet, from, to }: SeenFrame): string => {
  const what = `${KINDS[packet.inner.kind]} from ${namesOf(from)}`
  if (packet.cast === 'unicast') return `${what} to ${namesOf(to)}, unicast`
  const others = to.nodes.filter(node => !from.nodes.includes(node))
  return `${what} to group ${to.address}${others.length === 0 ? '' : `: ${others.join(', ')} hear it`}`
}

const REASONS: Readonly<Record<NonNullable<TaughtRow['reason']>, string>> = {
  aged: 'aged out',
  moved: 'moved away',
  flushed: 'was flushed',
  deviceDown: 'went with its device, which is down',
  deviceDeleted: 'went with its device',
  replaced: 'was replaced',
  unknown: 'is gone',
}

/** vyos01 learned d6:ff:c1:27:69:a0 at ubuntu */
export const taughtSentence = ({ event, reason, node, mac, at }: TaughtRow): string => {
  const where = at === null ? '' : ` at ${namesOf(at)}`
  if (event === 'gone') return `${node}: ${mac}${where} ${REASONS[reason ?? 'unknown']}`
  return event === 'moved' ? `${node} now has ${mac}${where}` : `${node} learned ${mac}${where}`
}
