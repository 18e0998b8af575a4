import type { Link } from '@/lib/model/reading'
import type { ReadingView } from '../build/view'
import { underlayOf, vtepAddress } from '../build/vtep'

/** The device that a VXLAN device's packets leave by: its `dev`, else the one that has its address. */
export const carrierOf = (view: ReadingView, link: Link): Link | null => {
  if (link.link !== null) return view.linkOf(link.link) ?? null
  const address = vtepAddress(view, link)
  if (address === null) return null
  const underlay = underlayOf(view, link)
  const holders = view.reading.links.filter(
    each =>
      each.vxlan === null &&
      view.vrfOf(each.ifname) === underlay &&
      each.addresses.some(own => view.canonical(own.address) === address),
  )
  return holders.length === 1 ? (holders[0] ?? null) : null
}

/** A loopback or dummy holds an address that packets with it as their source leave by any other device. */
export const isVirtual = ({ ifname, kind }: Link): boolean => ifname === 'lo' || kind === 'dummy'

const DEAD = ['DOWN', 'LOWERLAYERDOWN', 'NOTPRESENT']

/** Whether nothing can leave by a device. `UNKNOWN` is what drivers say that don't tell. */
export const isDead = ({ up, operstate }: Link): boolean => !up || DEAD.includes(operstate ?? '')
