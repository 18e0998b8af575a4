import ipaddr from 'ipaddr.js'

export type Family = 'ipv4' | 'ipv6'

const DOTTED = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/

const canonicalIpv4 = (octets: readonly string[]): string | null =>
  octets.every(octet => Number(octet) <= 255 && (octet === '0' || !octet.startsWith('0'))) ? octets.join('.') : null

/**
 * One spelling per address: IPv4 dotted, IPv6 as RFC 5952 writes it, an IPv4-mapped one (`::ffff:10.0.2.1`) as the IPv4
 * address that is on the wire. A zone (`%eth1`) is no part of an address. `null` for what is no address.
 */
export const canonicalAddress = (text: string): string | null => {
  const dotted = DOTTED.exec(text)
  if (dotted) return canonicalIpv4(dotted.slice(1))
  const bare = text.split('%', 1)[0] ?? ''
  if (bare.length > 45 || !bare.includes(':') || !ipaddr.IPv6.isValid(bare)) return null
  const address = ipaddr.IPv6.parse(bare)
  return address.isIPv4MappedAddress() ? address.toIPv4Address().toString() : address.toRFC5952String()
}

/** Family of a canonical address. */
export const familyOf = (address: string): Family => (address.includes(':') ? 'ipv6' : 'ipv4')

/** IPv4 224.0.0.0/4 or IPv6 ff00::/8; of a canonical address. */
export const isMulticast = (address: string): boolean => {
  if (address.includes(':')) return /^ff[0-9a-f]{2}:/.test(address)
  const first = Number.parseInt(address, 10)
  return first >= 224 && first <= 239
}

/** 0.0.0.0 or ::, the kernel's "none"; of a canonical address. */
export const isUnspecified = (address: string): boolean => address === '0.0.0.0' || address === '::'

/** 127.0.0.0/8 or ::1; of a canonical address. */
export const isLoopback = (address: string): boolean => address === '::1' || address.startsWith('127.')

/** An address that many nodes may have at once without any conflict: loopback and link-local; of a canonical address. */
export const isNodeLocal = (address: string): boolean =>
  isLoopback(address) || (address.includes(':') ? /^fe[89ab]/.test(address) : address.startsWith('169.254.'))

/** Whether an address is in the prefix of another. What is no address is in none. */
export const isInPrefix = (address: string, of: { address: string; prefixlen: number }): boolean => {
  if (!ipaddr.isValid(address) || !ipaddr.isValid(of.address)) return false
  const [one, other] = [ipaddr.parse(address), ipaddr.parse(of.address)]
  return one.kind() === other.kind() && one.match(other, of.prefixlen)
}

const hex = (byte: number): string => byte.toString(16).padStart(2, '0')

/** A text whose plain order is the numeric order of addresses, IPv4 before IPv6. What is no address comes last. */
export const addressKey = (address: string): string => {
  if (!address.includes(':')) {
    const octets = address.split('.')
    return octets.length === 4 ? `4${octets.map(octet => hex(Number(octet))).join('')}` : `9${address}`
  }
  return ipaddr.IPv6.isValid(address) ? `6${ipaddr.IPv6.parse(address).toByteArray().map(hex).join('')}` : `9${address}`
}
