import type { Expect } from '@/lib/model/plan'
import type { Link, Reading } from '@/lib/model/reading'
import { sortedBy } from '@/lib/overlay/lists/order'
import { canonicalCidr, type Device, deviceOf, tosNumber } from './device'

/** `undefined` is left out, so that a field that isn't decided isn't there. */
const told = <Key extends string, Value>(key: Key, value: Value | null): Partial<Record<Key, Value>> => {
  const made: Partial<Record<Key, Value>> = {}
  if (value !== null) made[key] = value
  return made
}

const inOrder = (texts: readonly string[]): string[] => sortedBy(new Set(texts), text => text)

/** What must be true of a device that was made or changed so. */
export const expectDevice = (device: Device): Expect => ({
  exists: true,
  ifname: device.name,
  vni: device.vni,
  group: device.group,
  remote: device.remote,
  flood: inOrder(device.flood),
  link: device.link,
  local: device.local,
  port: device.port,
  ...told('mtu', device.mtu),
  ...told('ttl', device.ttl),
  ...told('tos', device.tos),
  ...told('df', device.df),
  ...told('learning', device.learning),
  ...told('ageing', device.ageing),
  addresses: inOrder(device.addresses),
  master: device.bridge,
  alias: device.description === '' ? null : device.description,
  up: device.up,
})

export const expectNone = (ifname: string): Expect => ({ exists: false, ifname })

/** One field that is not as it must be; `null` is "not there", or not told by the node. */
export interface Difference {
  field: string
  expected: unknown
  found: unknown
}

/** A comparison: what differs, and what the node's iproute2 doesn't tell at all (`unknown` is no difference). */
export interface Comparison {
  differences: Difference[]
  unknown: string[]
}

/** Fields that old iproute2 leaves out when they have this value (`vxlan_print_opt`). */
const SILENT: Readonly<Record<string, unknown>> = { tos: 0, df: 'unset', ttl: 0, learning: true }

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b)

const foundIn = (reading: Reading, link: Link): Record<keyof Expect, unknown> => {
  const device = deviceOf(reading, link)
  return {
    exists: true,
    ifname: link.ifname,
    vni: link.vxlan?.vni ?? null,
    group: device?.group ?? null,
    remote: device?.remote ?? null,
    flood: inOrder(device?.flood ?? []),
    link: link.link,
    local: device?.local ?? null,
    port: link.vxlan?.port ?? null,
    mtu: link.mtu,
    ttl: link.vxlan?.ttl ?? null,
    tos: tosNumber(link.vxlan?.tos ?? null),
    df: link.vxlan?.df ?? null,
    learning: link.vxlan?.learning ?? null,
    ageing: link.vxlan?.ageing ?? null,
    addresses: inOrder(
      device?.addresses ?? link.addresses.map(each => canonicalCidr(`${each.address}/${each.prefixlen}`)),
    ),
    master: link.master,
    alias: link.alias,
    up: link.up,
  }
}

/** These are told by every release, so that nothing there is a difference. */
const ALWAYS_TOLD = [
  'exists',
  'vni',
  'group',
  'remote',
  'flood',
  'link',
  'local',
  'mtu',
  'addresses',
  'master',
  'alias',
  'up',
]

/** What was expected of a device against a later reading of its node, field by field. */
export const compareExpect = (expect: Expect, reading: Reading): Comparison => {
  const link = reading.links.find(({ ifname }) => ifname === expect.ifname)
  if (!link || !expect.exists) {
    const isThere = link !== undefined
    const differences = isThere === expect.exists ? [] : [{ field: 'exists', expected: expect.exists, found: isThere }]
    return { differences, unknown: [] }
  }
  const found: Record<string, unknown> = foundIn(reading, link)
  const compared: Comparison = { differences: [], unknown: [] }
  for (const [field, expected] of Object.entries(expect)) {
    if (same(expected, found[field]) || (found[field] === null && same(expected, SILENT[field]))) continue
    if (found[field] === null && !ALWAYS_TOLD.includes(field)) compared.unknown.push(field)
    else compared.differences.push({ field, expected, found: found[field] ?? null })
  }
  return compared
}
