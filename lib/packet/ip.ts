import { ok, type Result } from '@/lib/model/result'
import { ipv4At, ipv6At } from './addresses'
import type { Bytes } from './bytes'
import { type PacketError, packetError } from './error'

export const PROTOCOL = { icmp: 1, tcp: 6, udp: 17, icmpv6: 58 } as const

/** An IP packet without its header. */
export interface IpPacket {
  version: 4 | 6
  src: string
  dst: string
  protocol: number
  /** IPv4's identification. */
  id: number | null
  /** Not the first fragment: no header of the next layer follows. */
  laterFragment: boolean
  /** As far as it was captured and the packet says that it goes. */
  payload: Bytes
}

const cut = (what: string) => packetError('truncated', `The capture ends within ${what}.`)

/** RFC 791; options are stepped over. */
const readIpv4 = (bytes: Bytes): Result<IpPacket, PacketError> => {
  if (!bytes.has(20)) return cut('the IPv4 header')
  const headerLength = (bytes.u8(0) & 0x0f) * 4
  const totalLength = bytes.u16(2)
  // With segmentation offload the length of a packet that is being sent may be 0.
  if (headerLength < 20 || (totalLength !== 0 && totalLength < headerLength))
    return packetError('badLength', `An IPv4 packet of ${totalLength} bytes says that its header has ${headerLength}.`)
  if (!bytes.has(headerLength)) return cut('the IPv4 options')
  return ok({
    version: 4,
    src: ipv4At(bytes, 12),
    dst: ipv4At(bytes, 16),
    protocol: bytes.u8(9),
    id: bytes.u16(4),
    laterFragment: (bytes.u16(6) & 0x1fff) !== 0,
    payload: totalLength === 0 ? bytes.from(headerLength) : bytes.from(headerLength, totalLength - headerLength),
  })
}

const [HOP_BY_HOP, ROUTING, FRAGMENT, DESTINATION] = [0, 43, 44, 60]
/** No packet has more extension headers; each is at least 8 bytes, so this also bounds the walk. */
const MOST_EXTENSIONS = 8

/** RFC 8200 §4: extension headers are stepped over, which ends since each has a length of its own. */
const readIpv6 = (bytes: Bytes): Result<IpPacket, PacketError> => {
  if (!bytes.has(40)) return cut('the IPv6 header')
  const length = bytes.u16(4)
  const body = length === 0 ? bytes.from(40) : bytes.from(40, length)
  let [protocol, at, laterFragment] = [bytes.u8(6), 0, false]
  for (let count = 0; [HOP_BY_HOP, ROUTING, FRAGMENT, DESTINATION].includes(protocol); count++) {
    if (count === MOST_EXTENSIONS) return packetError('badLength', 'An IPv6 packet has too many extension headers.')
    if (!body.has(at + 8)) return cut('an IPv6 extension header')
    if (protocol === FRAGMENT && (body.u16(at + 2) & 0xfff8) !== 0) laterFragment = true
    const size = protocol === FRAGMENT ? 8 : (body.u8(at + 1) + 1) * 8
    ;[protocol, at] = [body.u8(at), at + size]
    if (laterFragment) break
  }
  return ok({
    version: 6,
    src: ipv6At(bytes, 8),
    dst: ipv6At(bytes, 24),
    ...{ protocol, id: null, laterFragment, payload: body.from(at) },
  })
}

/** An IPv4 or IPv6 packet, as its first bits say. */
export const readIp = (bytes: Bytes): Result<IpPacket, PacketError> => {
  if (!bytes.has(1)) return cut('the IP header')
  const version = bytes.u8(0) >> 4
  if (version === 4) return readIpv4(bytes)
  if (version === 6) return readIpv6(bytes)
  return packetError('notVxlan', `IP version ${version} is none.`)
}
