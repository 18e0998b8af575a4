import type { PlanNode } from '@/lib/model/plan'
import type { Link } from '@/lib/model/reading'
import { compareText } from '@/lib/overlay/lists/order'
import { pathDevices } from './check-addresses'
import type { Case } from './finding'
import { entryCommands } from './linux'
import { configOfDevice } from './vyos'

/** JSON with its keys in order: the same value gives the same text on every machine. */
export const canonicalJson = (value: unknown): string => {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null'
  const entries = Object.entries(value).filter(([, each]) => each !== undefined)
  const sorted = entries.sort(([a], [b]) => compareText(a, b))
  return `{${sorted.map(([key, each]) => `${JSON.stringify(key)}:${canonicalJson(each)}`).join(',')}}`
}

/** Without how it was printed, and without carrier, which comes and goes by itself. */
const stableLink = ({ evidence: _evidence, rendered: _rendered, operstate: _operstate, ...link }: Link) => link

/** What of a node's state a plan stands on. Learned entries come and go and are no part of it. */
const assumedOf = ({ reading, system, link, before, wanted, change }: Case): unknown => {
  const named = [change.name, before?.link, wanted?.link, before?.bridge, wanted?.bridge]
  const path = pathDevices(reading, system.path)
  const links = reading.links.filter(
    each => each.kind === 'vxlan' || named.includes(each.ifname) || path.includes(each.ifname),
  )
  const { platform, os, kernel, iproute2 } = reading.profile
  return {
    profile: { platform, os, kernel, iproute2 },
    links: links.map(stableLink),
    entries: link && before ? entryCommands(reading, link, before) : [],
    root: system.root,
    server: system.path.server,
    netplan: system.netplan,
    ownFiles: system.ownFiles,
    leaves: system.vyos.leaves,
    config: configOfDevice(system.vyos.config ?? [], change.name),
  }
}

/** Names the state of a node that a plan stands on. */
export const basisOf = (given: Case, hash: (text: string) => string): string => hash(canonicalJson(assumedOf(given)))

/** One text over what will be done and what it stands on; warnings tell of the moment and are left out. */
export const digestOf = (planned: readonly PlanNode[], hash: (text: string) => string): string =>
  hash(canonicalJson(planned.map(({ warnings: _, ...plan }) => plan)))
