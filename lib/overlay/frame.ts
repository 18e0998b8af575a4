import type { FdbEntry, Link, Reading } from '@/lib/model/reading'
import { bridgeOf } from './view'

/** Entries that tell what other rows mean: a port's own ones name its VLANs (see `rowVnis`). */
const isTelling = (entry: FdbEntry, link: Link | undefined): boolean =>
  entry.state === 'permanent' && entry.vlan !== null && bridgeOf(entry, link) !== null

/** What a reading is compared by, its FDB and its times aside. */
export const frameText = ({ links, nexthops, vnis, vlanTunnels, routes, profile, outputs }: Reading): string =>
  JSON.stringify([links, nexthops, vnis, vlanTunnels, routes, profile, outputs.map(({ command }) => command)])

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
