import type { Node, Overlay, Vtep } from '@/lib/model/overlay'
import { nodeCardId } from '../graph-cards'
import type { FoldItem } from './types'

/** `10.1.2.3/22` is in `10.1.0.0/22`; `null` where a prefix tells nothing: a loopback's, or IPv6's, which are all alike. */
const subnetOf = (address: string, prefixlen: number): string | null => {
  const bytes = address.split('.').map(Number)
  if (bytes.length !== 4 || prefixlen < 8 || prefixlen > 30) return null
  const masked = bytes.map((byte, at) => byte & (0xff00 >> Math.min(8, Math.max(0, prefixlen - at * 8))) & 0xff)
  return `${masked.join('.')}/${prefixlen}`
}

const nodeItem = (node: Node, vteps: readonly Vtep[], vni: number | null): FoldItem => {
  const address = vteps[0]?.address ?? null
  const own = node.addresses.find(one => one.address === address)
  return {
    id: nodeCardId(node.name),
    name: node.name,
    ghost: false,
    tags: node.tags,
    address,
    subnet: own === undefined ? null : subnetOf(own.address, own.prefixlen),
    vni,
  }
}

/** What stands on the graph as a card, as grouping sees it: all of an overlay, or the members of a VNI. */
export const foldItems = (overlay: Overlay, vni: number | null): FoldItem[] => {
  const own = new Map<string, Vtep[]>()
  for (const vtep of overlay.vteps) {
    for (const name of vtep.nodes) {
      const known = own.get(name)
      if (known === undefined) own.set(name, [vtep])
      else known.push(vtep)
    }
  }
  const lowest = new Map<string, number>()
  const members = new Set<string>()
  for (const one of overlay.vnis) {
    for (const { node } of one.members) {
      lowest.set(node, Math.min(lowest.get(node) ?? one.vni, one.vni))
      if (one.vni === vni) members.add(node)
    }
  }
  const nodes = overlay.nodes
    .filter(node => vni === null || members.has(node.name))
    .map(node => nodeItem(node, own.get(node.name) ?? [], lowest.get(node.name) ?? null))
  const ghosts = overlay.vteps
    .filter(vtep => vtep.nodes.length === 0 && (vni === null || vtep.vnis.includes(vni)))
    .map((vtep): FoldItem => {
      const { id, address } = vtep
      return { id, name: address, ghost: true, tags: [], address, subnet: null, vni: vtep.vnis[0] ?? null }
    })
  return [...nodes, ...ghosts]
}
