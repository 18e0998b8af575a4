import type { Overlay } from '@/lib/model/overlay'

/** How frames get from node to node in one VNI: ways are counted from VTEP to VTEP, each direction by itself. */
export interface FramesGo {
  /** Groups that a frame to an unknown MAC goes to. */
  groups: readonly string[]
  /** It goes to each VTEP of a list, or to the one remote that is set. */
  listed: boolean
  /** Ways there are between the VTEPs of its members. */
  ways: number
  /** Of these, ways on which at least one MAC is known, so that frames to it go to that VTEP alone. */
  known: number
}

const UNICAST = new Set(['learned', 'static', 'extern'])

/** What the overlay tells of it; `null` where fewer than two VTEPs of the VNI are known. */
export const howFramesGo = ({ vnis, groups, tunnels }: Overlay, vni: number): FramesGo | null => {
  const members = vnis.find(one => one.vni === vni)?.members ?? []
  const vteps = new Set(members.flatMap(({ vtep }) => (vtep === null ? [] : [vtep])))
  if (vteps.size < 2) return null
  const own = tunnels.filter(tunnel => tunnel.vni === vni)
  const between = own.filter(({ from, to }) => vteps.has(from) && vteps.has(to))
  const listed = own.some(({ kinds }) => kinds.includes('flood') || kinds.includes('remote'))
  const addresses = groups.filter(group => group.vni === vni).map(({ address }) => address)
  return {
    groups: [...new Set(addresses)],
    listed,
    ways: vteps.size * (vteps.size - 1),
    known: between.filter(({ kinds }) => kinds.some(kind => UNICAST.has(kind))).length,
  }
}
