import type { Link } from '@/lib/model/reading'

export interface LinkChange {
  kind: 'linkUp' | 'linkDown' | 'linkAdded' | 'linkGone' | 'linkChanged'
  link: Link
  /** What it was; `null` of a new one. */
  before: Link | null
  /** What changed, for people: `mtu 1450, was 1500`. Empty where the kind says all. */
  details: string
}

const NOT_RUNNING = new Set(['DOWN', 'LOWERLAYERDOWN', 'NOTPRESENT', 'DORMANT'])

/** Up, and not known to be without carrier. A VXLAN device, which has none, says UNKNOWN. */
export const isRunning = ({ up, operstate }: Link): boolean => up && !NOT_RUNNING.has(operstate ?? '')

/** What is compared of a device, by the words that iproute2 has for it. */
const attributesOf = (link: Link): Record<string, unknown> => ({
  name: link.ifname,
  dev: link.link,
  mac: link.mac,
  mtu: link.mtu,
  master: link.master,
  alias: link.alias,
  addresses: link.addresses.map(({ address, prefixlen }) => `${address}/${prefixlen}`).join(' '),
  ...(link.vxlan && {
    ...link.vxlan,
    srcPort: link.vxlan.srcPort?.join(' ') ?? null,
    // Readings of before it was read don't have it: that is no change.
    proxy: link.vxlan.proxy || null,
  }),
  neighSuppress: link.neighSuppress || null,
  ...(link.bridge && { ageing: link.bridge.ageing, vlanFiltering: link.bridge.vlanFiltering }),
})

const shown = (value: unknown): string =>
  value === null || value === undefined || value === '' ? 'none' : String(value)

const detailsOf = (before: Link, after: Link): string => {
  const [old, now] = [attributesOf(before), attributesOf(after)]
  return Object.keys({ ...old, ...now })
    .filter(key => shown(old[key]) !== shown(now[key]))
    .map(key => `${key} ${shown(now[key])}, was ${shown(old[key])}`)
    .join('; ')
}

const compare = (before: Link, link: Link): LinkChange[] => {
  const changes: LinkChange[] = []
  const details = detailsOf(before, link)
  if (details !== '') changes.push({ kind: 'linkChanged', link, before, details })
  const [was, is] = [isRunning(before), isRunning(link)]
  if (was !== is) changes.push({ kind: is ? 'linkUp' : 'linkDown', link, before, details: '' })
  return changes
}

/**
 * What each device was before: by ifindex and name, else by ifindex and kind alone, which is a renamed one. One that was
 * deleted and made anew under its name has another ifindex, and is not taken for itself.
 */
const pairs = (before: readonly Link[], after: readonly Link[]): Map<Link, Link> => {
  const found = new Map<Link, Link>()
  const free = new Set(before)
  const pair = (keyOf: (link: Link) => string) => {
    const byKey = new Map([...free].map(link => [keyOf(link), link]))
    for (const link of after) {
      const old = found.has(link) ? undefined : byKey.get(keyOf(link))
      if (old && free.delete(old)) found.set(link, old)
    }
  }
  pair(({ ifindex, ifname, kind }) => `${ifindex} ${ifname} ${kind}`)
  pair(({ ifindex, kind }) => `${ifindex} ${kind}`)
  return found
}

/** What happened to the devices of a node between two readings, gone ones first. */
export const diffLinks = (before: readonly Link[], after: readonly Link[]): LinkChange[] => {
  const was = pairs(before, after)
  const kept = new Set(was.values())
  const gone = before.filter(link => !kept.has(link))
  return [
    ...gone.map((link): LinkChange => ({ kind: 'linkGone', link, before: link, details: '' })),
    ...after.flatMap((link): LinkChange[] => {
      const old = was.get(link)
      return old ? compare(old, link) : [{ kind: 'linkAdded', link, before: null, details: '' }]
    }),
  ]
}
