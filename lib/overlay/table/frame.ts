import type { FdbEntry, Link, Reading } from '@/lib/model/reading'
import { bridgeOf } from '../build/view'
import { isSame } from '../lists/same'

/** Entries that tell what other rows mean: a port's own ones name its VLANs (see `rowVnis`). */
const isTelling = (entry: FdbEntry, link: Link | undefined): boolean =>
  entry.state === 'permanent' && entry.vlan !== null && bridgeOf(entry, link) !== null

/** Whether two readings say the same but for their FDB and their times. Devices printed as before are the same objects. */
export const isSameFrame = (a: Reading, b: Reading): boolean =>
  isSame(a.links, b.links) &&
  isSame(a.profile, b.profile) &&
  isSame([a.nexthops, a.vnis, a.vlanTunnels, a.routes], [b.nexthops, b.vnis, b.vlanTunnels, b.routes]) &&
  a.outputs.length === b.outputs.length &&
  a.outputs.every(({ command }, at) => command === b.outputs[at]?.command)

/** A reading without its FDB, save the entries that tell what others mean, and without its raw output. */
export const frameOf = (reading: Reading): Reading => {
  const links = new Map(reading.links.map(link => [link.ifname, link]))
  return {
    ...reading,
    framedAt: reading.framedAt ?? reading.readAt,
    fdb: reading.fdb.filter(entry => isTelling(entry, links.get(entry.ifname))),
    outputs: reading.outputs.map(({ command, format }) => ({ command, format, output: '', issues: [] })),
  }
}
