import { macAt } from './addresses'
import type { Bytes } from './bytes'

export const ETHERTYPE = { ipv4: 0x0800, arp: 0x0806, vlan: 0x8100, ipv6: 0x86dd, serviceVlan: 0x88a8 } as const

/** What stands before the network layer. */
export interface Ether {
  src: string
  dst: string
  vlan: number | null
  /** Less than 1536 is a length (IEEE 802.3), and LLC follows. */
  etherType: number
  payload: Bytes
}

/** More tags than these nobody stacks (IEEE 802.1ad has two). */
const MOST_TAGS = 3

/** The type behind 802.1Q tags, the outermost tag, and what follows; `null` where the bytes end before. */
export const readTags = (bytes: Bytes, at: number): Pick<Ether, 'vlan' | 'etherType' | 'payload'> | null => {
  let vlan: number | null = null
  for (let tags = 0; tags <= MOST_TAGS; tags++, at += 4) {
    if (!bytes.has(at + 2)) return null
    const etherType = bytes.u16(at)
    if (etherType !== ETHERTYPE.vlan && etherType !== ETHERTYPE.serviceVlan)
      return { vlan, etherType, payload: bytes.from(at + 2) }
    if (!bytes.has(at + 4)) return null
    vlan ??= bytes.u16(at + 2) & 0x0fff
  }
  return null
}

/** An Ethernet header with its tags; `null` where the bytes end before. */
export const readEther = (bytes: Bytes): Ether | null => {
  const tagged = readTags(bytes, 12)
  return tagged && { dst: macAt(bytes, 0), src: macAt(bytes, 6), ...tagged }
}
