import type { VxlanPacket } from '@/lib/model/packet'
import { ok, type Result } from '@/lib/model/result'
import { isGroup } from './addresses'
import { Bytes } from './bytes'
import { type PacketError, packetError } from './error'
import { ETHERTYPE, readTags } from './ether'
import { readInner } from './inner'
import { type IpPacket, PROTOCOL, readIp } from './ip'
import type { PcapRecord } from './pcap'

/** The network layer behind the header that a kind of link has (tcpdump.org/linktypes), by ethertype. */
const LINK_LAYERS: Readonly<Record<number, (bytes: Bytes) => { etherType: number; payload: Bytes } | null>> = {
  /** LINKTYPE_ETHERNET */
  1: bytes => readTags(bytes, 12),
  /** LINKTYPE_LINUX_SLL, of `tcpdump -i any` */
  113: bytes => readTags(bytes, 14),
  /** LINKTYPE_LINUX_SLL2: the ethertype comes first */
  276: bytes => (bytes.has(20) ? { etherType: bytes.u16(0), payload: bytes.from(20) } : null),
}

const UDP_HEADER = 8
const VXLAN_HEADER = 8
/** RFC 7348 §5: the I flag says that the VNI counts. */
const VNI_VALID = 0x08

const readUdp = (
  packet: IpPacket,
  ports: ReadonlySet<number>,
): Result<{ srcPort: number; dstPort: number; payload: Bytes }, PacketError> => {
  const { payload, protocol, laterFragment } = packet
  if (laterFragment) return packetError('fragment', 'A later fragment: it has neither ports nor a VNI.')
  if (protocol !== PROTOCOL.udp) return packetError('notVxlan', `IP protocol ${protocol} is not UDP.`)
  if (!payload.has(UDP_HEADER)) return packetError('truncated', 'The capture ends within the UDP header.')
  const [srcPort, dstPort, length] = [payload.u16(0), payload.u16(2), payload.u16(4)]
  if (!ports.has(dstPort)) return packetError('notVxlan', `UDP port ${dstPort} is no VXLAN port here.`)
  // 0: a jumbogram, or left to the device that segments it.
  if (length !== 0 && length < UDP_HEADER + VXLAN_HEADER)
    return packetError('badLength', `A UDP packet of ${length} bytes has no room for VXLAN.`)
  const body = length === 0 ? payload.from(UDP_HEADER) : payload.from(UDP_HEADER, length - UDP_HEADER)
  return ok({ srcPort, dstPort, payload: body })
}

/** Reads one captured packet as VXLAN (RFC 7348 §5) on one of `ports`. An error says what it is instead, or where it ends. */
export const readVxlan = (
  { data, linkType }: Pick<PcapRecord, 'data' | 'linkType'>,
  ports: ReadonlySet<number>,
): Result<VxlanPacket, PacketError> => {
  const link = LINK_LAYERS[linkType]
  if (!link) return packetError('linkType', `Link type ${linkType} is not read here.`)
  const network = link(new Bytes(data))
  if (!network) return packetError('truncated', 'The capture ends within the link layer.')
  if (network.etherType !== ETHERTYPE.ipv4 && network.etherType !== ETHERTYPE.ipv6)
    return packetError('notVxlan', `Ethertype 0x${network.etherType.toString(16)} is not IP.`)
  const ip = readIp(network.payload)
  if (!ip.ok) return ip
  const udp = readUdp(ip.value, ports)
  if (!udp.ok) return udp
  const { srcPort, dstPort, payload } = udp.value
  if (!payload.has(VXLAN_HEADER)) return packetError('truncated', 'The capture ends within the VXLAN header.')
  if ((payload.u8(0) & VNI_VALID) === 0) return packetError('notVxlan', 'The VXLAN header names no VNI.')
  const inner = readInner(payload.from(VXLAN_HEADER))
  if (!inner) return packetError('truncated', 'The capture ends within the inner Ethernet header.')
  const { src, dst, id } = ip.value
  const cast = isGroup(dst) ? 'group' : 'unicast'
  return ok({ src, dst, cast, srcPort, dstPort, ipId: id, vni: payload.u32(4) >>> 8, inner })
}
