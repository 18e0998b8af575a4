import { useCallback, useEffect, useSyncExternalStore } from 'react'
import { macScope } from '@/lib/overlay'
import { knownVendor, onVendors, wantVendor } from './vendors'

/** Whose a MAC is: in a word where it is a vendor's or of a kind of its own, and what that means. */
export interface MacOrigin {
  short: string | null
  means: string
}

const WELL_KNOWN: readonly [prefix: string, what: string][] = [
  ['01:00:5e:', 'IPv4 multicast'],
  ['33:33:', 'IPv6 multicast'],
  ['01:80:c2:', 'IEEE 802.1'],
]

const ORIGINS = {
  zero: { short: null, means: 'All-zero MAC: where every frame without an entry of its own goes' },
  broadcast: { short: 'broadcast', means: 'Broadcast: all that is on the segment' },
  local: {
    short: 'local',
    means: 'Locally administered (the U/L bit is set): made up by a kernel or a person, so it has no vendor',
  },
} as const

const multicastOrigin = (mac: string): MacOrigin => {
  const found = WELL_KNOWN.find(([prefix]) => mac.startsWith(prefix))
  return { short: 'multicast', means: `Multicast (the I/G bit is set)${found ? `: ${found[1]}` : ''}` }
}

const vendorOrigin = (vendor: string | null | undefined): MacOrigin => {
  if (vendor === undefined) return { short: null, means: '' }
  if (vendor === null) return { short: null, means: 'Globally unique, by a prefix that the IEEE’s list doesn’t name' }
  return { short: vendor, means: `${vendor}, by the IEEE’s list` }
}

const onServer = () => undefined

/** The origin of a MAC; a vendor comes when the server has told it. */
export const useMacOrigin = (mac: string): MacOrigin => {
  const scope = macScope(mac)
  const vendor = useSyncExternalStore(
    onVendors,
    useCallback(() => knownVendor(mac), [mac]),
    onServer,
  )
  useEffect(() => {
    if (scope === 'global') wantVendor(mac)
  }, [scope, mac])
  if (scope === 'global') return vendorOrigin(vendor)
  return scope === 'multicast' ? multicastOrigin(mac) : ORIGINS[scope]
}
