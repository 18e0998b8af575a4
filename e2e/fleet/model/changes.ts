import { once } from './ageing'
import type { FdbState, LinkState, NodeState } from './state'

/** The state with one device changed; throws where there is none of that name. */
export const withLink = (state: NodeState, ifname: string, change: (link: LinkState) => LinkState): NodeState => {
  if (!state.links.some(link => link.ifname === ifname)) throw new Error(`${state.hostname} has no device ${ifname}`)
  return { ...state, links: state.links.map(link => (link.ifname === ifname ? change(link) : link)) }
}

const isSelfRowOf = (mac: string) => (row: FdbState) => row.mac === mac && row.flags.includes('self')

/** A frame from `mac` came in through the VTEP `dst` at `now`: learned, refreshed, or moved there. */
export const learn = (state: NodeState, ifname: string, mac: string, dst: string, now: number): NodeState =>
  withLink(state, ifname, link => ({
    ...link,
    fdb: [
      { mac, dst, flags: ['self'], state: '', heard: once(now) },
      ...link.fdb.filter(row => !isSelfRowOf(mac)(row)),
    ],
  }))

/** `bridge fdb del MAC dev IFNAME`. */
export const forget = (state: NodeState, ifname: string, mac: string): NodeState =>
  withLink(state, ifname, link => ({ ...link, fdb: link.fdb.filter(row => !isSelfRowOf(mac)(row)) }))

/** `ip link set IFNAME up|down`. */
export const setUp = (state: NodeState, ifname: string, up: boolean): NodeState =>
  withLink(state, ifname, link => ({ ...link, up }))
