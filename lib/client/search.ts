import type { Overlay } from '@/lib/model/overlay'
import { canonicalAddress } from '@/lib/overlay'
import { type Hit, onGraph } from './search-hit'
import { plural } from './time'
import { vniDigits } from './understand'

const has = (text: string, part: string): boolean => text.toLowerCase().includes(part)

/** Of one kind. */
const LIMIT = 6

type Found = Hit & { exact: boolean }

const best = (found: readonly Found[]): Hit[] =>
  found
    .toSorted((a, b) => Number(b.exact) - Number(a.exact))
    .slice(0, LIMIT)
    .map(({ exact: _, ...hit }) => hit)

const findNodes = ({ nodes }: Overlay, part: string): Found[] =>
  nodes.flatMap(node => {
    const address = node.addresses.find(one => has(one.address, part))
    if (!has(node.name, part) && !has(node.host, part) && address === undefined) return []
    const where = address === undefined ? (node.os ?? node.host) : `${address.address} on ${address.ifname}`
    const detail = node.state === 'live' ? where : `${where} · ${node.state === 'stale' ? 'stale' : 'not read yet'}`
    const id = `node:${node.name}`
    const exact = node.name.toLowerCase() === part || address?.address === part
    return [{ ...onGraph({ id, kind: 'node', label: node.name, detail }, { sel: id }), exact }]
  })

const findVnis = ({ vnis }: Overlay, text: string): Found[] => {
  const wanted = vniDigits(text)
  if (wanted === null) return []
  return vnis
    .filter(({ vni }) => String(vni).startsWith(wanted))
    .map(({ vni, members }) => {
      const detail = plural(new Set(members.map(member => member.node)).size, 'node')
      const hit = onGraph({ id: `vni:${vni}`, kind: 'VNI', label: `VNI ${vni}`, detail }, { vni: `${vni}`, sel: null })
      return { ...hit, exact: `${vni}` === wanted }
    })
}

const findVteps = ({ vteps }: Overlay, part: string): Found[] =>
  vteps
    .filter(({ address }) => has(address, part))
    .map(({ id, address, nodes, vnis }) => {
      const whose = nodes.length === 0 ? 'ghost: no node of ours' : nodes.join(', ')
      const detail = `${whose} · ${vnis.length === 1 ? `VNI ${vnis[0]}` : plural(vnis.length, 'VNI')}`
      return { ...onGraph({ id, kind: 'VTEP', label: address, detail }, { sel: id }), exact: address === part }
    })

const findGroups = ({ groups }: Overlay, part: string): Found[] =>
  groups
    .filter(({ address }) => has(address, part))
    .map(({ id, address, vni, members }) => {
      const detail = `VNI ${vni} · ${plural(members.length, 'member')}`
      return { ...onGraph({ id, kind: 'group', label: address, detail }, { sel: id }), exact: address === part }
    })

/** A device as where it is looked into: its entries. */
export const deviceHit = (node: string, ifname: string, detail: string): Hit => ({
  id: `device:${node}/${ifname}`,
  kind: 'device',
  label: `${ifname} on ${node}`,
  detail,
  path: '/fdb',
  params: { q: `node:${node} dev:${ifname}` },
  endsAt: null,
})

/** A bridge by what its ports have learned. */
export const bridgeHit = (node: string, ifname: string): Hit => ({
  ...deviceHit(node, ifname, 'bridge'),
  params: { q: `node:${node} master:${ifname}` },
})

const findDevices = ({ vnis }: Overlay, part: string): Found[] => {
  const found = new Map<string, { node: string; ifname: string; vnis: number[] }>()
  for (const { vni, members } of vnis)
    for (const { node, ifname } of members) {
      if (!has(ifname, part)) continue
      const known = found.get(`${node}/${ifname}`)
      if (known === undefined) found.set(`${node}/${ifname}`, { node, ifname, vnis: [vni] })
      else known.vnis.push(vni)
    }
  return [...found.values()].map(({ node, ifname, vnis: own }) => ({
    ...deviceHit(node, ifname, own.length === 1 ? `VNI ${own[0]}` : plural(own.length, 'VNI')),
    exact: ifname.toLowerCase() === part,
  }))
}

/** VNIs, nodes, VTEPs, groups and devices of an overlay that `text` means; of each kind the nearest first. */
export const searchOverlay = (overlay: Overlay, text: string): Hit[] => {
  const typed = text.trim().toLowerCase()
  if (typed === '') return []
  const part = canonicalAddress(typed) ?? typed
  const found = [findVnis, findNodes, findVteps, findGroups, findDevices]
  return found.flatMap(find => best(find(overlay, part)))
}
