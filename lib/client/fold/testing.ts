import type { Node, Overlay } from '@/lib/model/overlay'
import { aNode, aTunnel, aVtep } from '../testing'

const pad = (at: number): string => String(at).padStart(4, '0')
const addressOf = (at: number): string => `10.64.${at >> 8}.${at & 255}`

/** `count` nodes in subnets of 256, each in one of `vnis` VNIs with a tunnel to the next node of its VNI. */
export const manyNodes = (
  count: number,
  vnis = 20,
  differenceOf: (at: number) => Partial<Node> = () => ({}),
): Overlay => {
  const all = Array.from({ length: count }, (_, i) => i + 1)
  const vniOf = (at: number) => 10_000 + (at % vnis)
  return {
    nodes: all.map(at => aNode(`node${pad(at)}`, differenceOf(at))),
    vteps: all.map(at => aVtep(addressOf(at), [`node${pad(at)}`], { vnis: [vniOf(at)] })),
    vnis: Array.from({ length: vnis }, (_, i) => ({
      vni: 10_000 + i,
      members: all
        .filter(at => vniOf(at) === 10_000 + i)
        .map(at => ({
          ...{ node: `node${pad(at)}`, ifname: 'vxlan0', vtep: `vtep:${addressOf(at)}`, group: null },
          ...{ port: 4789, mtu: 1450, learning: true },
        })),
    })),
    groups: [],
    tunnels: all
      .filter(at => at + vnis <= count)
      .flatMap(at => [
        aTunnel(addressOf(at), addressOf(at + vnis), { vni: vniOf(at) }),
        aTunnel(addressOf(at + vnis), addressOf(at), { vni: vniOf(at) }),
      ]),
  }
}
