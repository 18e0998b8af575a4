import ipaddr from 'ipaddr.js'
import type { FdbEntry, Profile, Reading } from '@/lib/model/reading'
import type { Query } from './script'

/** What a reading must ask beyond links, addresses and FDB, because the last one showed that it matters. */
export interface ReadingNeeds {
  /** An `external` VXLAN device: its VNIs and VLANs stand elsewhere. */
  vnis: boolean
  /** An FDB entry names a next-hop group. */
  nexthops: boolean
  /** Remotes of devices with neither `local` nor `dev`: routing names the source. */
  remotes: readonly string[]
}

export const NO_NEEDS: ReadingNeeds = { vnis: false, nexthops: false, remotes: [] }

/** At most so many routes are asked for in one reading. */
const MAX_ROUTES = 64

/** Route queries are recognised by this: the remote follows it. */
export const ROUTE_QUERY = 'route:'

/**
 * The commands of one reading, in order. JSON where the node has it. Reading needs no privilege and changes nothing:
 * this list and the probe are all that a reading may ever run.
 */
export const readingQueries = ({ ipJson, bridgeJson, bridgeVni }: Profile, needs: ReadingNeeds): Query[] => {
  const ip = ipJson ? ['ip', '-j', '-d'] : ['ip', '-d']
  const json = bridgeJson ? ['-j'] : []
  const queries: Query[] = [
    { id: 'link', argv: [...ip, 'link', 'show'] },
    { id: 'addr', argv: [...ip, 'addr', 'show'] },
    { id: 'fdb', argv: bridgeJson ? ['bridge', '-j', '-s', '-d', 'fdb', 'show'] : ['bridge', '-s', 'fdb', 'show'] },
  ]
  if (needs.vnis && bridgeVni) {
    queries.push({ id: 'vni', argv: ['bridge', ...json, 'vni', 'show'] })
    queries.push({ id: 'vlanTunnel', argv: ['bridge', ...json, 'vlan', 'tunnelshow'] })
  }
  if (needs.nexthops && ipJson) queries.push({ id: 'nexthop', argv: ['ip', '-j', 'nexthop', 'show'] })
  for (const remote of needs.remotes.filter(ipaddr.isValid).slice(0, MAX_ROUTES)) {
    queries.push({ id: `${ROUTE_QUERY}${remote}`, argv: ['ip', ...(ipJson ? ['-j'] : []), 'route', 'get', remote] })
  }
  return queries
}

/** Of lists that were looked through: one that is printed again is the same object, and long. */
const naming = new WeakMap<readonly FdbEntry[], boolean>()

const namesNexthops = (fdb: readonly FdbEntry[]): boolean => {
  const known = naming.get(fdb)
  if (known !== undefined) return known
  const names = fdb.some(({ nhid }) => nhid !== null)
  naming.set(fdb, names)
  return names
}

/** What the next reading must ask for, from what this one showed. `remotes` is the overlay's to say. */
export const needsOf = ({ links, fdb }: Reading): Omit<ReadingNeeds, 'remotes'> => ({
  vnis: links.some(({ vxlan }) => vxlan?.external ?? false),
  nexthops: namesNexthops(fdb),
})
