import type { Link } from '@/lib/model/reading'
import type { TraceWay } from '@/lib/model/trace'
import { canonicalAddress, familyOf, isInPrefix, isLoopback } from '../addresses'
import { hop } from './delivery'
import type { Named } from './ends'
import { macLine } from './lines'
import type { Place, Scene } from './scene'
import { NOTHING_SENT } from './send'

/** The device of the sender's node that has an address, in the VRF that it sends in. */
const holderHere = (scene: Scene, { node, device }: Place, address: string): Link | undefined => {
  const view = scene.view(node)
  const vrf = view?.vrfOf((device.bridge ?? device.link).ifname)
  return view?.reading.links.find(
    link => view.vrfOf(link.ifname) === vrf && link.addresses.some(each => view.canonical(each.address) === address),
  )
}

/** What is the sender's own never comes to a bridge or a VXLAN device: `null` for all else. */
export const staysHere = (scene: Scene, start: Place, to: Named, mac: string | null): TraceWay | null => {
  const { node, own, port, row } = start
  if (!scene.isLive(node)) return null
  const stays = (text: string, link: Link | null): TraceWay => ({
    ...{ verdict: 'unicast', sent: NOTHING_SENT, broken: null },
    hops: [hop(node, 'deliver', 'here', text, link?.ifname ?? port, link ? macLine(scene, node, link) : [])],
  })
  const isLoop = to.address !== null && isLoopback(to.address)
  if (port !== null)
    return isLoop || (mac !== null && mac === row?.mac)
      ? stays('It is the sender itself: nothing leaves it.', null)
      : null
  if (to.node === node) return stays(`It is ${node} itself: nothing leaves it.`, own)
  if (to.address === null)
    return own !== null && mac === own.mac ? stays(`${mac} is ${node}’s own: nothing leaves it.`, own) : null
  const holder = holderHere(scene, start, to.address)
  if (!holder && !isLoop) return null
  const on = holder ? `, on ${holder.ifname}` : ''
  return stays(`${to.address} is ${node}’s own${on}: nothing leaves it.`, holder ?? null)
}

/**
 * Prefixes that a node has in the VNI, where an address is in none of them: then it is sent elsewhere, or to a router. `null` where
 * it is in one, or nobody can tell: of a node that has no address there, or one that only a route leads on from (/32), or
 * that has a neighbour entry for it.
 */
export const prefixesWithout = (scene: Scene, { node, device, own, port }: Place, address: string): string[] | null => {
  if (!own || port !== null || !scene.isLive(node)) return null
  const links = scene.ownLinks(device)
  const all = links.flatMap(link => link.addresses.map(each => ({ ...each, ifname: link.ifname })))
  const global = all.filter(({ scope }) => scope !== 'link')
  const alone = global.some(each => isHostPrefix(each) && familyOfText(each.address) === familyOf(address))
  const knows = scene.input.neighbours
    .get(node)
    ?.neighbours.some(each => each.address === address && links.some(({ ifname }) => ifname === each.ifname))
  if (global.length === 0 || alone || knows || all.some(each => isInPrefix(address, each))) return null
  return global.map(each => `${each.address}/${each.prefixlen} on ${each.ifname}`)
}

const familyOfText = (text: string) => familyOf(canonicalAddress(text) ?? text)

const isHostPrefix = ({ address, prefixlen }: Link['addresses'][number]): boolean =>
  prefixlen === (familyOfText(address) === 'ipv4' ? 32 : 128)
