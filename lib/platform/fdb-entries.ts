import type { FdbJsonRow } from '@/lib/model/iproute2'
import type { FdbEntry } from '@/lib/model/reading'

/** One empty list for the many rows without flags. */
const NO_FLAGS: readonly string[] = []

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
        flags: row.flags && row.flags.length > 0 ? row.flags : NO_FLAGS,
        state: row.state ?? '',
        master: row.master ?? null,
        printed,
      }
