import type { Tunnel } from '@/lib/model/overlay'
import type { OverlayDelta } from '@/lib/model/stream'
import type { InSteps } from '../lists/in-steps'
import type { Touched } from './touched'

export const reverseId = ({ vni, from, to }: Pick<Tunnel, 'vni' | 'from' | 'to'>): string =>
  `tunnel:${vni}:${to.slice('vtep:'.length)}>${from.slice('vtep:'.length)}`

/** All tunnels, by what checks ask for. */
export class TunnelIndex {
  readonly byId = new Map<string, Tunnel>()
  private readonly to = new Map<string, Set<string>>()

  ofTarget(vtep: string): Tunnel[] {
    return [...(this.to.get(vtep) ?? [])].sort().flatMap(id => this.byId.get(id) ?? [])
  }

  take({ put, remove }: OverlayDelta['tunnels'], touched: Touched): void {
    const touch = ({ id, vni, from, to }: Tunnel): void => {
      touched.tunnel.add(id)
      touched.tunnel.add(reverseId({ vni, from, to }))
      touched.vtep.add(to)
    }
    for (const id of remove) {
      const known = this.byId.get(id)
      if (!known) continue
      this.byId.delete(id)
      this.to.get(known.to)?.delete(id)
      touch(known)
    }
    for (const tunnel of put) {
      this.byId.set(tunnel.id, tunnel)
      this.to.set(tunnel.to, (this.to.get(tunnel.to) ?? new Set()).add(tunnel.id))
      touch(tunnel)
    }
  }

  /** Tunnels from and to VTEPs, and those in VNIs whose groups changed. */
  *touchAround(touched: Touched): InSteps<void> {
    const { aroundVteps, aroundGroups } = touched
    if (aroundVteps.size + aroundGroups.size === 0) return
    for (const { id, vni, from, to } of this.byId.values()) {
      yield
      if (aroundVteps.has(from) || aroundVteps.has(to)) touched.vtep.add(to)
      else if (!aroundGroups.has(vni)) continue
      touched.tunnel.add(id)
    }
  }
}
