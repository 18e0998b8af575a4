import type { FdbRow, Overlay } from '@/lib/model/overlay'

/** What an end of a trace may be: a node, a MAC or an address that is known. */
export interface KnownEnd {
  text: string
  means: string
}

const MOST = 12

const isOfOverlay = (address: string): boolean => !/^(?:127\.|::1$|fe80:)/.test(address)

/** Nodes in the VNI, then addresses that nodes have and that are no VTEP's. */
const ofNodes = ({ nodes, vnis, vteps }: Overlay, vni: number | null): KnownEnd[] => {
  const members = vni === null ? null : new Set(vnis.find(each => each.vni === vni)?.members.map(({ node }) => node))
  const own = nodes.filter(({ name }) => members === null || members.has(name))
  const underlay = new Set(vteps.map(({ address }) => address))
  return [
    ...own.map(({ name, os }) => ({ text: name, means: os ?? 'node' })),
    ...own.flatMap(({ name, addresses }) =>
      addresses
        .filter(({ address }) => isOfOverlay(address) && !underlay.has(address))
        .map(({ ifname, address }) => ({ text: address, means: `${ifname} on ${name}` })),
    ),
  ]
}

const placeOf = ({ dst, dstNodes, node, ifname }: FdbRow): string =>
  dst === null ? `${ifname} on ${node}` : `at ${dstNodes.join(', ') || dst}`

/** MACs of entries, each once: where it is by its own bridge, else where others take it to be. */
const ofRows = (rows: readonly FdbRow[]): KnownEnd[] => {
  const macs = new Map<string, FdbRow>()
  for (const row of rows) {
    if (row.kind === 'flood') continue
    const known = macs.get(row.mac)
    if (!known || (known.dst !== null && row.dst === null)) macs.set(row.mac, row)
  }
  return Array.from(macs, ([text, row]) => ({ text, means: placeOf(row) }))
}

/** What is known and has `typed` within, nodes first; what begins so before what has it inside. */
export const knownEnds = (
  typed: string,
  overlay: Overlay | undefined,
  rows: readonly FdbRow[],
  vni: number | null,
): KnownEnd[] => {
  const part = typed.trim().toLowerCase()
  const all = [...(overlay ? ofNodes(overlay, vni) : []), ...ofRows(rows)]
  const found = all.filter(({ text }) => text.toLowerCase().includes(part) && text.toLowerCase() !== part)
  const begins = ({ text }: KnownEnd): number => (text.toLowerCase().startsWith(part) ? 0 : 1)
  return found.toSorted((a, b) => begins(a) - begins(b)).slice(0, MOST)
}
