import type { Link, VniRange } from '@/lib/model/reading'
import { familyOf, isMulticast, isUnspecified } from '../addresses'
import { vtepId } from '../identity'
import { sortedBy } from '../lists/order'
import type { ReadingView } from './view'
import { underlayOf, vtepAddress } from './vtep'

/** A VXLAN device in one of its VNIs. */
export interface Membership {
  link: Link
  vni: number
  underlay: string
  /** Address it sends from; `null` where it can't be known. */
  address: string | null
  /** VTEP id of `address`. */
  vtep: string | null
  /** Where BUM traffic of this VNI goes by configuration: a group or one remote; canonical. */
  group: string | null
  remote: string | null
  /** The VNI's own line, where the device has one per VNI. */
  range: VniRange | null
}

/** A device with more VNIs than this (24 bits would allow 16 million) is shown with those alone that its entries name. */
export const MAX_VNIS = 16_384

const bumOf = (view: ReadingView, link: Link, range: VniRange | null): Pick<Membership, 'group' | 'remote'> => {
  const own = range?.group ?? range?.remote ?? null
  const text = own ?? link.vxlan?.group ?? link.vxlan?.remote ?? null
  const address = text === null ? null : view.canonical(text)
  if (address === null || isUnspecified(address)) return { group: null, remote: null }
  return isMulticast(address) ? { group: address, remote: null } : { group: null, remote: address }
}

/** VNIs that entries of an `external` device belong to. */
const vnisOfEntries = (view: ReadingView, link: Link): number[] => {
  const found = view.vxlanEntriesOf(link.ifname).map(({ srcVni, vni }) => srcVni ?? vni)
  return [...new Set(found.filter(vni => vni !== null))].sort((a, b) => a - b)
}

const addRange = (vnis: Map<number, VniRange | null>, first: number, last: number, range: VniRange | null): void => {
  for (let vni = first; vni <= last && vnis.size < MAX_VNIS; vni++) if (!vnis.get(vni)) vnis.set(vni, range)
}

const hasTooMany = (ranges: readonly VniRange[]): boolean =>
  ranges.reduce((sum, { first, last }) => sum + Math.max(0, last - first + 1), 0) > MAX_VNIS

/** Whether the VNIs of a device are (also) those that its entries name. */
export const hasVnisOfEntries = (view: ReadingView, { ifname, vxlan }: Link): boolean => {
  const ranges = view.vnisOf(ifname)
  return vxlan?.external === true && (ranges.length === 0 || hasTooMany(ranges))
}

/**
 * VNIs of an `external` device: its filter's (`bridge vni`). Without one it takes whatever comes, so those it is told of:
 * by its VLANs (`bridge vlan tunnelshow`) and its entries.
 */
const vnisOfExternal = (view: ReadingView, link: Link): Map<number, VniRange | null> => {
  const vnis = new Map<number, VniRange | null>()
  const ranges = view.vnisOf(link.ifname)
  if (!hasVnisOfEntries(view, link)) {
    for (const range of ranges) addRange(vnis, range.first, range.last, range)
    return vnis
  }
  for (const { vniFirst, vniLast } of view.vlanTunnelsOf(link.ifname)) addRange(vnis, vniFirst, vniLast, null)
  for (const vni of vnisOfEntries(view, link)) {
    addRange(vnis, vni, vni, ranges.find(({ first, last }) => vni >= first && vni <= last) ?? null)
  }
  return vnis
}

const vnisOfDevice = (view: ReadingView, link: Link): Map<number, VniRange | null> => {
  if (link.vxlan?.external) return vnisOfExternal(view, link)
  const vni = link.vxlan?.vni ?? null
  return new Map(vni === null ? [] : [[vni, null]])
}

const membershipsOfDevice = (view: ReadingView, link: Link): Membership[] => {
  const underlay = underlayOf(view, link)
  return Array.from(vnisOfDevice(view, link), ([vni, range]) => {
    const bum = bumOf(view, link, range)
    const other = bum.group ?? bum.remote
    const address = vtepAddress(view, link, other === null ? null : familyOf(other))
    return { link, vni, underlay, address, vtep: address === null ? null : vtepId(underlay, address), range, ...bum }
  })
}

/** Every VXLAN device of a node in every VNI it has, by device and VNI. */
export const buildMemberships = (view: ReadingView): Membership[] =>
  sortedBy(
    view.vxlans.flatMap(link => membershipsOfDevice(view, link)),
    ({ link, vni }) => `${link.ifname}\0${String(vni).padStart(8, '0')}`,
  )
