import type { Evidence } from '@/lib/model/overlay'
import type { Link } from '@/lib/model/reading'
import type { Hop } from '@/lib/model/trace'
import { isoOf } from '../build/input'
import { stateLine } from '../checks/witness'
import { hop } from './delivery'
import type { Device, Scene } from './scene'

/** A VLAN of a single VXLAN device and its VNI, as `bridge vlan tunnelshow` maps them. */
export const vlanHop = (scene: Scene, { node, link }: Device): Hop[] => {
  const view = scene.view(node)
  if (!link.vxlan?.external || !view) return []
  const range = view.vlanTunnelsOf(link.ifname).find(each => scene.vni >= each.vniFirst && scene.vni <= each.vniLast)
  if (!range) {
    const text = `${link.ifname} is told no VLAN for VNI ${scene.vni}: only what names the VNI itself leaves in it.`
    return [hop(node, 'vlan', 'unknown', text)]
  }
  const { reading } = view
  const vlan = range.vlanFirst + (scene.vni - range.vniFirst)
  const to = (first: number, last: number) => (first === last ? String(first) : `${first}-${last}`)
  const evidence: Evidence = {
    ...{ kind: 'vlan', node, rendered: true },
    command: reading.outputs.find(({ command }) => command.includes('tunnelshow'))?.command ?? '',
    text: `${link.ifname} ${to(range.vlanFirst, range.vlanLast)} ${to(range.vniFirst, range.vniLast)}`,
    readAt: isoOf(reading.framedAt ?? reading.readAt),
  }
  return [hop(node, 'vlan', 'goes', `${link.ifname} sends VLAN ${vlan} in VNI ${scene.vni}.`, null, [evidence])]
}

/** A device's first lines: that it is up, and its MAC. */
export const macLine = (scene: Scene, node: string, link: Link): Evidence[] =>
  stateLine(scene, node, link).map(line => ({
    ...line,
    text: link.mac === null ? line.text : `${line.text} link/ether ${link.mac}`,
  }))

/** What a bridge port's own line tells of who answers for what is behind it. */
export const suppressLine = (scene: Scene, node: string, link: Link): Evidence[] =>
  stateLine(scene, node, link).map(line => ({
    ...line,
    text: `${link.ifindex}: ${link.ifname}: bridge_slave neigh_suppress ${link.neighSuppress ? 'on' : 'off'}`,
  }))

/** What a node's stack holds, or doesn't, for an address. */
export const neighbourLine = (scene: Scene, node: string, address: string): Evidence[] => {
  const asked = scene.input.neighbours.get(node)
  if (!asked) return []
  return asked.neighbours
    .filter(each => each.address === address)
    .map(({ line }) => ({
      ...{ kind: 'neighbour', node, command: asked.command, text: line, rendered: false },
      readAt: isoOf(asked.readAt),
    }))
}
