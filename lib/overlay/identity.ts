import type { FdbEntry } from '@/lib/model/reading'

/** Identity is what a thing is: an id is made of what names it, never of a place in a list, a counter or a clock. */

const SEPARATOR = /[%/>\s\p{Cc}]/u
const SEPARATORS = new RegExp(SEPARATOR, 'gu')

/** Names come from nodes and may hold anything: what separates the parts of an id is written as its code. */
const escapeName = (name: string): string =>
  SEPARATOR.test(name) ? name.replace(SEPARATORS, char => `%${char.charCodeAt(0).toString(16).padStart(4, '0')}`) : name

/** `10.0.2.254`, in a VRF `red/10.0.2.254`. */
const place = (underlay: string, address: string): string =>
  underlay === '' ? address : `${escapeName(underlay)}/${address}`

/** `vtep:10.0.2.254`, in a VRF `vtep:red/10.0.2.254`. `address` is canonical. */
export const vtepId = (underlay: string, address: string): string => `vtep:${place(underlay, address)}`

/** `group:42:239.1.1.1`, in a VRF `group:42:red/239.1.1.1`: groups of two underlays never meet. */
export const groupId = (vni: number, underlay: string, address: string): string =>
  `group:${vni}:${place(underlay, address)}`

/** `tunnel:42:10.0.2.1>10.0.2.254`; `from` and `to` are VTEP ids. */
export const tunnelId = (vni: number, from: string, to: string): string =>
  `tunnel:${vni}:${from.slice('vtep:'.length)}>${to.slice('vtep:'.length)}`

/** What all rows of one device of a node begin with. */
export const fdbPrefix = (node: string, ifname: string): string => `fdb:${escapeName(node)}/${escapeName(ifname)}`

const MASTERLESS: Readonly<Record<string, string>> = { true: 'self', false: '' }

/**
 * The rest of a row's identity: MAC, VLAN, VNI and source VNI as printed, dst (canonical), port, via, next-hop group, and
 * whose table it stands in. All of them, since the all-zero MAC repeats for each remote.
 */
export const fdbSuffix = (entry: FdbEntry, dst: string | null): string => {
  const self = entry.flags.includes('self')
  const table =
    entry.master === null ? MASTERLESS[String(self)] : `${self ? 'self,' : ''}master=${escapeName(entry.master)}`
  const via = entry.via === null ? '' : escapeName(entry.via)
  const to = dst === null ? '' : escapeName(dst)
  return `/${escapeName(entry.mac)}/${entry.vlan ?? ''}/${entry.vni ?? ''}/${entry.srcVni ?? ''}/${to}/${entry.port ?? ''}/${via}/${entry.nhid ?? ''}/${table}`
}
