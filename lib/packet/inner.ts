import type { InnerFrame, InnerKind } from '@/lib/model/packet'
import { ipv4At, ipv6At, macAt } from './addresses'
import type { Bytes } from './bytes'
import { ETHERTYPE, type Ether, readEther } from './ether'
import { type IpPacket, PROTOCOL, readIp } from './ip'

type Content = Pick<InnerFrame, 'kind' | 'from' | 'to' | 'text'>

const content = (kind: InnerKind, text: string, from: string | null = null, to: string | null = null): Content => ({
  ...{ kind, from, to, text },
})

const CUT = content('cut', 'more than was captured')

/** RFC 826, over Ethernet and IPv4. */
const readArp = (bytes: Bytes): Content => {
  if (!bytes.has(8)) return CUT
  if (bytes.u16(2) !== ETHERTYPE.ipv4 || bytes.u8(4) !== 6 || bytes.u8(5) !== 4)
    return content('other', 'ARP, not of Ethernet and IPv4')
  if (!bytes.has(28)) return CUT
  const [from, to] = [ipv4At(bytes, 14), ipv4At(bytes, 24)]
  switch (bytes.u16(6)) {
    case 1:
      return content('arpRequest', `ARP, Request who-has ${to} tell ${from}`, from, to)
    case 2:
      return content('arpReply', `ARP, Reply ${from} is-at ${macAt(bytes, 8)}`, from, to)
    default:
      return content('other', `ARP, operation ${bytes.u16(6)}`, from, to)
  }
}

const readIcmp = (bytes: Bytes): [InnerKind, string] => {
  if (!bytes.has(8)) return ['cut', 'ICMP']
  const [type, code] = [bytes.u8(0), bytes.u8(1)]
  const which = `id ${bytes.u16(4)}, seq ${bytes.u16(6)}`
  if (type === 8) return ['echoRequest', `ICMP echo request, ${which}`]
  if (type === 0) return ['echoReply', `ICMP echo reply, ${which}`]
  return ['icmp', `ICMP type ${type}, code ${code}`]
}

/** RFC 4443, and RFC 4861 §4.3 for neighbours. */
const readIcmp6 = (bytes: Bytes): [InnerKind, string] => {
  if (!bytes.has(8)) return ['cut', 'ICMP6']
  const [type, code] = [bytes.u8(0), bytes.u8(1)]
  const which = `id ${bytes.u16(4)}, seq ${bytes.u16(6)}`
  const target = bytes.has(24) ? ipv6At(bytes, 8) : '?'
  if (type === 128) return ['echoRequest', `ICMP6, echo request, ${which}`]
  if (type === 129) return ['echoReply', `ICMP6, echo reply, ${which}`]
  if (type === 135) return ['neighbourSolicitation', `ICMP6, neighbor solicitation, who has ${target}`]
  if (type === 136) return ['neighbourAdvertisement', `ICMP6, neighbor advertisement, tgt is ${target}`]
  return ['icmp', `ICMP6, type ${type}, code ${code}`]
}

const FLAGS = [
  [0x02, 'S'],
  [0x01, 'F'],
  [0x04, 'R'],
  [0x08, 'P'],
  [0x10, '.'],
] as const

const flagsOf = (bits: number): string =>
  FLAGS.filter(([bit]) => (bits & bit) !== 0)
    .map(([, letter]) => letter)
    .join('')

const transport = ({ protocol, version, src, dst, payload, laterFragment }: IpPacket): [InnerKind, string] => {
  const name = version === 4 ? 'IP' : 'IP6'
  const between = `${name} ${src} > ${dst}:`
  const ports = () => `${name} ${src}.${payload.u16(0)} > ${dst}.${payload.u16(2)}:`
  if (laterFragment) return ['ip', `${between} a later fragment, protocol ${protocol}`]
  if (protocol === PROTOCOL.icmp || protocol === PROTOCOL.icmpv6) {
    const [kind, text] = protocol === PROTOCOL.icmp ? readIcmp(payload) : readIcmp6(payload)
    return [kind, `${between} ${text}`]
  }
  if (protocol === PROTOCOL.tcp)
    return payload.has(14) ? ['tcp', `${ports()} TCP, flags [${flagsOf(payload.u8(13))}]`] : ['cut', `${between} TCP`]
  if (protocol === PROTOCOL.udp) return payload.has(8) ? ['udp', `${ports()} UDP`] : ['cut', `${between} UDP`]
  return ['ip', `${between} protocol ${protocol}`]
}

const contentOf = ({ etherType, payload }: Ether): Content => {
  if (etherType === ETHERTYPE.arp) return readArp(payload)
  if (etherType < 1536) return content('other', `802.3, ${etherType} bytes`)
  if (etherType !== ETHERTYPE.ipv4 && etherType !== ETHERTYPE.ipv6)
    return content('other', `ethertype 0x${etherType.toString(16).padStart(4, '0')}`)
  const packet = readIp(payload)
  if (!packet.ok) return packet.error.code === 'truncated' ? CUT : content('other', packet.error.message)
  const [kind, text] = transport(packet.value)
  return content(kind, text, packet.value.src, packet.value.dst)
}

/** The frame inside of a VXLAN packet, as far as it was captured; `null` where not even its Ethernet header was. */
export const readInner = (bytes: Bytes): InnerFrame | null => {
  const ether = readEther(bytes)
  if (!ether) return null
  const { src, dst, vlan } = ether
  return { src, dst, vlan, ...contentOf(ether) }
}
