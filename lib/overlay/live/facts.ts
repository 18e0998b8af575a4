import type { GroupFacts } from '../build/book'
import type { Membership } from '../build/members'
import { type Named, type Table, tableOf } from '../lists/draft'
import type { Counts, LiveTunnel } from './tunnel'

/** A VTEP that a node is, or sends to, for as long as something says so. `id` is the VTEP's. */
export interface LiveVtep extends Named {
  address: string
  underlay: string
  count: number
  vnis: Counts<number>
}

export interface LiveGroup extends Named {
  vni: number
  address: string
  count: number
  joined: Counts<string>
  senders: Counts<string>
}

/** What a node says of the overlay, so kept that one row more or less is booked in microseconds. */
export interface LiveFacts {
  memberships: readonly Membership[]
  holds: ReadonlySet<string>
  own: Table<LiveVtep>
  seen: Table<LiveVtep>
  groups: Table<LiveGroup>
  tunnels: Table<LiveTunnel>
  /** How often entries name a VNI on devices whose VNIs are those that entries name. */
  named: Table<{ id: string; count: number }>
}

export const NO_FACTS: LiveFacts = {
  memberships: [],
  holds: new Set(),
  ...{ own: tableOf(), seen: tableOf(), groups: tableOf(), tunnels: tableOf(), named: tableOf() },
}

const placeKey = (to: string): string => `${to}\0`

/** What a node's tunnels are found by. */
export const liveTunnelId = ({ vni, from, to }: { vni: number; from: string; to: string }): string =>
  `${placeKey(to)}${vni}\0${from}`

/** A node's tunnels to one VTEP. */
export const tunnelsTo = ({ tunnels }: LiveFacts, to: string): LiveTunnel[] => {
  const found: LiveTunnel[] = []
  for (const tunnel of tunnels.from({ id: placeKey(to) })) {
    if (tunnel.ends.to !== to) break
    found.push(tunnel)
  }
  return found
}

/** Ids of what was said in one step: what may have to be made anew. */
export interface Spoken {
  vteps: ReadonlySet<string>
  groups: ReadonlySet<string>
  tunnels: ReadonlySet<string>
}

/** The VTEPs of a live group. */
export const endsOfGroup = ({ joined, senders }: LiveGroup): Pick<GroupFacts, 'joined' | 'senders'> => ({
  joined: new Set(joined.keys()),
  senders: new Set(senders.keys()),
})
