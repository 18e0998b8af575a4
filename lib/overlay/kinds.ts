import type { FdbKind, TunnelKind } from '@/lib/model/overlay'
import type { FdbEntry } from '@/lib/model/reading'
import { ALL_ZERO_MAC } from './mac'

/** iproute2 up to 4.12 has a date for its release (`ss170501`); 4.13 is of 5 September 2017. */
const SNAPSHOT = /^ss(\d{6})$/
const SNAPSHOT_OF_4_13 = 170905

/**
 * Whether an entry came from outside the kernel (NTF_EXT_LEARNED). iproute2 prints `extern_learn` from 4.13 on, before it
 * `offload` (4.1 to 4.12), before it `external`. From 4.13 on `offload` says that hardware forwards the entry.
 */
export const isExtern = (flags: readonly string[], iproute2: string | null): boolean => {
  if (flags.length === 0) return false
  if (flags.includes('extern_learn') || flags.includes('external')) return true
  const date = SNAPSHOT.exec(iproute2 ?? '')?.[1]
  return date !== undefined && Number(date) < SNAPSHOT_OF_4_13 && flags.includes('offload')
}

/**
 * What an entry is, by the words iproute2 prints (bridge/fdb.c, `state_n2a`) and what the kernel does with them:
 *
 * | printed | neighbour state | kind |
 * |---|---|---|
 * | all-zero MAC on a VXLAN device | any | flood: default destination, one entry per remote |
 * | `extern_learn` | any | extern: never aged by the kernel |
 * | `permanent` | NUD_PERMANENT | permanent: never aged; a device's own addresses, and what was added as such |
 * | `static` | NUD_NOARP | static: never aged |
 * | nothing, `stale`, `state=0x…` | NUD_REACHABLE, NUD_STALE, others | learned: aged; `stale` is what a deleted one is printed with |
 *
 * `bridge fdb add … dynamic` can't be told from learning. `onVxlan`: the row stands in a VXLAN device's own table.
 */
export const fdbKind = (entry: FdbEntry, onVxlan: boolean, iproute2: string | null): FdbKind => {
  if (onVxlan && entry.mac === ALL_ZERO_MAC) return 'flood'
  if (isExtern(entry.flags, iproute2)) return 'extern'
  if (entry.state === 'permanent' || entry.state === 'static') return entry.state
  return 'learned'
}

/** Order of kinds wherever several stand together: what is configured before what was found out. */
export const TUNNEL_KINDS: readonly TunnelKind[] = ['remote', 'flood', 'static', 'extern', 'learned']

/**
 * What an entry of a VXLAN device's own table says of a tunnel. The all-zero entry of the configured `remote` is made by the
 * kernel from that very option (drivers/net/vxlan, `__vxlan_dev_create`), so it is `remote` once more and no flood list.
 */
export const tunnelKind = (kind: FdbKind, toConfiguredRemote: boolean): TunnelKind => {
  if (kind === 'flood') return toConfiguredRemote ? 'remote' : 'flood'
  return kind === 'permanent' ? 'static' : kind
}
