import { ALL_ZERO_MAC } from './mac'

/**
 * What the bits of a MAC say of it (IEEE 802-2014, 8.2): `global` was given out with a vendor's prefix, `local` was chosen by
 * whoever set it up (the U/L bit is set), `multicast` is an address of many (the I/G bit is set).
 */
export type MacScope = 'global' | 'local' | 'multicast' | 'broadcast' | 'zero'

/** Of a MAC as the kernel writes it. */
export const macScope = (mac: string): MacScope => {
  if (mac === ALL_ZERO_MAC) return 'zero'
  if (mac === 'ff:ff:ff:ff:ff:ff') return 'broadcast'
  const first = Number.parseInt(mac.slice(0, 2), 16)
  if (first & 1) return 'multicast'
  return first & 2 ? 'local' : 'global'
}
