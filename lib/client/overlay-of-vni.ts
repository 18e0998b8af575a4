import type { Overlay } from '@/lib/model/overlay'

/** What of an overlay belongs to one VNI; all of it for `null`. */
export const overlayOfVni = (overlay: Overlay, vni: number | null): Overlay => {
  if (vni === null) return overlay
  const vnis = overlay.vnis.filter(one => one.vni === vni)
  const members = new Set(vnis.flatMap(one => one.members.map(member => member.node)))
  return {
    nodes: overlay.nodes.filter(node => members.has(node.name)),
    vteps: overlay.vteps.filter(vtep => vtep.vnis.includes(vni)),
    vnis,
    groups: overlay.groups.filter(group => group.vni === vni),
    tunnels: overlay.tunnels.filter(tunnel => tunnel.vni === vni),
  }
}
