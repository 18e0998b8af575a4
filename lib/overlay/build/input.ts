import type { ApiError } from '@/lib/model/error'
import type { Node, NodeStatus, State } from '@/lib/model/overlay'
import type { Profile, Reading } from '@/lib/model/reading'
import { canonicalAddress } from '../addresses'
import type { FdbSeen } from './track'

/** What is known of one node: how reaching it went, and its last reading. */
export interface NodeInput {
  name: string
  host: string
  tags: string[]
  status: NodeStatus
  error: ApiError | null
  /** The last one that succeeded; never changed once it is here. */
  reading: Reading | null
  profile: Profile | null
  watch: 'stream' | 'poll' | 'none'
  missed: number
  seen: FdbSeen
}

/** A reading is live while the node answers without an error; a failed re-reading leaves the last one stale. */
export const stateOf = ({ status, error, reading }: NodeInput): State => {
  if (reading === null) return 'unknown'
  return status === 'connected' && error === null ? 'live' : 'stale'
}

/** UTC with milliseconds, of ms since 1970. */
export const isoOf = (ms: number): string => new Date(ms).toISOString()

export const buildNode = (input: NodeInput): Node => {
  const profile = input.profile ?? input.reading?.profile ?? null
  return {
    name: input.name,
    host: input.host,
    platform: profile?.platform ?? 'unknown',
    os: profile?.os ?? null,
    kernel: profile?.kernel ?? null,
    iproute2: profile?.iproute2 ?? null,
    status: input.status,
    state: stateOf(input),
    error: input.error,
    readAt: input.reading ? isoOf(input.reading.readAt) : null,
    watch: input.watch,
    missed: input.missed,
    tags: input.tags,
    addresses: (input.reading?.links ?? []).flatMap(({ ifname, addresses }) =>
      addresses.map(({ address, prefixlen }) => ({ ifname, address: canonicalAddress(address) ?? address, prefixlen })),
    ),
  }
}
