import type { Overlay, Tunnel } from '@/lib/model/overlay'
import { cardsOfVtep } from '../graph-cards'
import type { Fold } from './fold'

/** Tunnels of one line: those between the cards in `a` and those in `b`, either way, one-way ones first. */
export const tunnelsBetween = (
  overlay: Overlay,
  fold: Fold,
  { a, b }: { a: string; b: string },
  vni: number | null,
): Tunnel[] => {
  const ends = new Map<string, { inA: boolean; inB: boolean }>()
  for (const vtep of overlay.vteps) {
    const units = cardsOfVtep(vtep).flatMap(card => fold.chains.get(card) ?? [])
    ends.set(vtep.id, { inA: units.includes(a), inB: units.includes(b) })
  }
  return overlay.tunnels
    .filter(tunnel => {
      const [from, to] = [ends.get(tunnel.from), ends.get(tunnel.to)]
      if (from === undefined || to === undefined || (vni !== null && tunnel.vni !== vni)) return false
      return (from.inA && to.inB) || (from.inB && to.inA)
    })
    .sort((one, other) => Number(other.oneWay) - Number(one.oneWay))
}
