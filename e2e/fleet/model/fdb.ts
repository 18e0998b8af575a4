import { type AgeingRule, type Ages, agesOf, vxlanAgeingBasis } from './ageing'
import type { FdbState, LinkState, NodeState } from './state'

/** A row that is there now; `ages` is null for rows that have none. */
export interface LiveRow {
  ifname: string
  row: FdbState
  ages: Ages | null
}

const bridgeRule = (state: NodeState, master: string): AgeingRule => ({
  basis: 'updated',
  ageing: state.links.find(({ ifname }) => ifname === master)?.bridge?.ageing ?? 300,
})

/** How the kernel ages this row; `null` for rows that stay: permanent, static, learned from outside. */
export const ageingRule = (state: NodeState, link: LinkState, row: FdbState): AgeingRule | null => {
  if (row.state !== '' || row.flags.includes('extern_learn')) return null
  if (row.master !== undefined) return bridgeRule(state, row.master)
  return link.vxlan ? { basis: state.agesBy ?? vxlanAgeingBasis(state.kernel), ageing: link.vxlan.ageing } : null
}

/** A device that is down keeps what was put there, and forgets what it learned. */
export const keepsRow = (link: LinkState, row: FdbState): boolean =>
  link.up || row.state !== '' || row.flags.includes('extern_learn')

/** The rows that the kernel would dump at `now`, in its order; with `dev` those of one device. Lazy: a big table is never held twice. */
export function* liveRows(state: NodeState, now: number, dev?: string): Generator<LiveRow> {
  for (const link of state.links) {
    if (dev !== undefined && link.ifname !== dev) continue
    for (const row of link.fdb) {
      if (!keepsRow(link, row)) continue
      if (row.heard === null) {
        yield { ifname: link.ifname, row, ages: null }
        continue
      }
      const ages = agesOf({ heard: row.heard, sent: row.sent }, ageingRule(state, link, row), now)
      if (ages) yield { ifname: link.ifname, row, ages }
    }
  }
}
