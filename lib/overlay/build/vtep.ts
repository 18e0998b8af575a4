import type { Link, Reading } from '@/lib/model/reading'
import {
  addressKey,
  canonicalAddress,
  type Family,
  familyOf,
  isMulticast,
  isNodeLocal,
  isUnspecified,
} from '../addresses'
import { sortedBy } from '../lists/order'
import { ALL_ZERO_MAC } from '../mac'
import { type ReadingView, viewOf } from './view'

/** VRF of a device's underlay. Without `dev` the kernel's socket is bound to no device, so it hears and sends in the default one. */
export const underlayOf = (view: ReadingView, link: Link): string => (link.link === null ? '' : view.vrfOf(link.link))

/** Addresses one can send from: canonical, of one family, in the node's order. */
const sourcesOn = (link: Link, family: Family): string[] =>
  link.addresses
    .filter(({ scope }) => scope !== 'host')
    .map(({ address }) => canonicalAddress(address))
    .filter(address => address !== null)
    .filter(address => familyOf(address) === family && address !== '::1' && !address.startsWith('127.'))

/** The first address is the primary one; of IPv6 a global one before a link-local one. */
const primaryAddress = (link: Link, family: Family): string | null => {
  const sources = sourcesOn(link, family)
  return sources.find(address => family === 'ipv4' || !isNodeLocal(address)) ?? sources[0] ?? null
}

/** More would ask a node with a long flood list for a thousand routes; all answers of one device must agree anyway. */
const MAX_REMOTES = 4

/** Unicast addresses that a device, or a VNI of it, is configured to send to. */
const configuredRemotes = (view: ReadingView, link: Link): string[] =>
  [link.vxlan?.remote ?? null, ...view.vnisOf(link.ifname).map(({ remote }) => remote)]
    .map(remote => (remote === null ? null : view.canonical(remote)))
    .filter(address => address !== null)
    .filter(address => !isMulticast(address) && !isUnspecified(address))

/** Remotes that routing can be asked for: the configured one, else those of the flood list, else those of other entries. */
const remotesOf = (view: ReadingView, link: Link): string[] => {
  const configured = configuredRemotes(view, link)
  if (configured.length > 0) return [...new Set(configured)].slice(0, MAX_REMOTES)
  const entries = view.vxlanEntriesOf(link.ifname)
  const flood = entries.filter(({ mac }) => mac === ALL_ZERO_MAC)
  const found = (flood.length > 0 ? flood : entries).flatMap(entry => view.targetOf(entry).destinations)
  return sortedBy(new Set(found), addressKey).slice(0, MAX_REMOTES)
}

/** Of which entries of a device its address may depend, by what routing answered for them. */
export const entriesThatRoute = (view: ReadingView, link: Link): 'none' | 'flood' | 'all' => {
  if (localOf(view, link) !== null || view.reading.routes.length === 0) return 'none'
  const dev = link.link === null ? undefined : view.linkOf(link.link)
  const families: Family[] = link.vxlan?.external ? ['ipv4', 'ipv6'] : [deviceFamily(view, link)]
  if (dev && families.every(family => primaryAddress(dev, family) !== null)) return 'none'
  if (configuredRemotes(view, link).length > 0) return 'none'
  return view.vxlanEntriesOf(link.ifname).some(({ mac }) => mac === ALL_ZERO_MAC) ? 'flood' : 'all'
}

/** What routing answered for a device's remotes, where the answers agree and name the device's own `dev`, if it has one. */
const routedSource = (view: ReadingView, link: Link, family: Family): string | null => {
  const remotes = remotesOf(view, link)
  const sources = new Set<string>()
  for (const route of view.reading.routes) {
    if (route.source === null || (link.link !== null && route.dev !== link.link)) continue
    const [remote, source] = [view.canonical(route.remote), view.canonical(route.source)]
    if (remote !== null && source !== null && familyOf(source) === family && remotes.includes(remote))
      sources.add(source)
  }
  const [source, ...others] = sources
  return source !== undefined && others.length === 0 ? source : null
}

/** The family a device sends by: its `local`'s, `group`'s or `remote`'s; without any the kernel takes IPv4 (`vxlan_config_validate`). */
const deviceFamily = (view: ReadingView, link: Link): Family => {
  const named = [link.vxlan?.local, link.vxlan?.group, link.vxlan?.remote]
    .map(address => (address == null ? null : view.canonical(address)))
    .find(address => address !== null && address !== undefined)
  return named ? familyOf(named) : 'ipv4'
}

const localOf = (view: ReadingView, link: Link): string | null => {
  const local = link.vxlan?.local == null ? null : view.canonical(link.vxlan.local)
  return local === null || isUnspecified(local) ? null : local
}

/**
 * The address a VXLAN device sends from: `local`; else the address of its `dev`; else the source that `ip route get REMOTE`
 * named; else `null`, never invented. An `external` device sends by both families, so `wanted` is the family of the other end.
 */
export const vtepAddress = (view: ReadingView, link: Link, wanted: Family | null = null): string | null => {
  const local = localOf(view, link)
  if (local !== null) return local
  const dev = link.link === null ? undefined : view.linkOf(link.link)
  const families: Family[] = !link.vxlan?.external
    ? [deviceFamily(view, link)]
    : wanted !== null
      ? [wanted]
      : ['ipv4', 'ipv6']
  for (const family of families) {
    const address = (dev ? primaryAddress(dev, family) : null) ?? routedSource(view, link, family)
    if (address !== null) return address
  }
  return null
}

/** Remotes for which `ip route get` must be asked: of devices whose address neither `local` nor `dev` tells. Canonical, at most four a device. */
export const remotesWithoutSource = (reading: Reading): string[] => {
  const view = viewOf(reading)
  const remotes = new Set<string>()
  for (const link of view.vxlans) {
    if (localOf(view, link) !== null) continue
    const dev = link.link === null ? undefined : view.linkOf(link.link)
    const families: Family[] = link.vxlan?.external ? ['ipv4', 'ipv6'] : [deviceFamily(view, link)]
    if (dev && families.some(family => primaryAddress(dev, family) !== null)) continue
    for (const remote of remotesOf(view, link)) remotes.add(remote)
  }
  return [...remotes]
}
