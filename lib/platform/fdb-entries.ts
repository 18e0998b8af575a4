import type { FdbJsonRow } from '@/lib/model/iproute2'
import type { FdbEntry } from '@/lib/model/reading'

/** One list for the many rows without flags, and one for those that stand in a device's own table. */
const NO_FLAGS: readonly string[] = []
const SELF: readonly string[] = ['self']

const flagsOf = (flags: readonly string[] | undefined): readonly string[] => {
  if (flags === undefined || flags.length === 0) return NO_FLAGS
  return flags.length === 1 && flags[0] === 'self' ? SELF : flags
}

/** A row of `bridge fdb show` → an entry. A row that doesn't name its device can't be placed: `null`. */
export const fdbEntryFrom = (row: FdbJsonRow, printed: string | null): FdbEntry | null =>
  row.ifname === undefined
    ? null
    : {
        ifname: row.ifname,
        mac: row.mac,
        vlan: row.vlan ?? null,
        dst: row.dst ?? null,
        port: row.port ?? null,
        vni: row.vni ?? null,
        srcVni: row.src_vni ?? null,
        via: row.viaIf ?? (row.viaIfIndex === undefined ? null : `ifindex ${row.viaIfIndex}`),
        nhid: row.nhid ?? null,
        used: row.used ?? null,
        updated: row.updated ?? null,
        flags: flagsOf(row.flags),
        state: row.state ?? '',
        master: row.master ?? null,
        printed,
      }
