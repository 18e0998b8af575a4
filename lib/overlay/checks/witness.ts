import type { Evidence, FdbRow } from '@/lib/model/overlay'
import type { FdbEntry, Link, Reading } from '@/lib/model/reading'
import { isoOf } from '../build/input'
import { type ReadingView, viewOf } from '../build/view'
import { renderFdbLine } from '../line'

/** Whose readings may be shown: the ground of the checks, or of a trace. */
export interface Sight {
  view(node: string): ReadingView | null
}

/** Lines of one side that are shown; the FDB has them all. */
export const LINES = 5

const commandOf = (reading: Reading, word: string): string =>
  reading.outputs.find(({ command }) => command.split(/\s+/).includes(word))?.command ?? ''

const readingOf = (ground: Sight, node: string): Reading | null => ground.view(node)?.reading ?? null

/** The line a device is believed by. */
export const linkLine = (ground: Sight, node: string, link: Link): Evidence[] => {
  const reading = readingOf(ground, node)
  if (!reading) return []
  const readAt = isoOf(reading.framedAt ?? reading.readAt)
  const { evidence: text, rendered } = link
  return [{ kind: 'device', node, command: commandOf(reading, 'link'), text, rendered, readAt }]
}

const stateWords = (link: Link): string =>
  [link.up ? 'UP' : 'DOWN', ...(link.operstate === null ? [] : [`state ${link.operstate}`])].join(' ')

/** What a device's first line tells of its state and MTU, where `linkLine` shows its VXLAN line. */
export const stateLine = (ground: Sight, node: string, link: Link): Evidence[] => {
  const reading = readingOf(ground, node)
  if (!reading) return []
  const mtu = link.mtu === null ? '' : ` mtu ${link.mtu}`
  const master = link.master === null ? '' : ` master ${link.master}`
  const text = `${link.ifindex}: ${link.ifname}: <${link.up ? 'UP' : ''}>${mtu}${master} ${stateWords(link).replace(/^(?:UP|DOWN) ?/, '')}`
  const readAt = isoOf(reading.framedAt ?? reading.readAt)
  return [{ kind: 'device', node, command: commandOf(reading, 'link'), text: text.trimEnd(), rendered: true, readAt }]
}

/** What a bridge's own line tells of its ageing, in hundredths of a second as `ip -d link` prints it. */
export const bridgeLine = (ground: Sight, node: string, bridge: Link): Evidence[] => {
  const reading = readingOf(ground, node)
  const ageing = bridge.bridge?.ageing ?? null
  if (!reading || ageing === null) return []
  const readAt = isoOf(reading.framedAt ?? reading.readAt)
  const text = `${bridge.ifindex}: ${bridge.ifname}: bridge ageing_time ${Math.round(ageing * 100)}`
  return [{ kind: 'device', node, command: commandOf(reading, 'link'), text, rendered: true, readAt }]
}

/** An address, as `ip -o addr` prints it. */
export const addressLine = (ground: Sight, node: string, link: Link, address: string): Evidence[] => {
  const reading = readingOf(ground, node)
  const view = ground.view(node)
  const found = link.addresses.find(each => view?.canonical(each.address) === address)
  if (!reading || !found) return []
  const family = address.includes(':') ? 'inet6' : 'inet'
  const scope = found.scope === null ? '' : ` scope ${found.scope}`
  const text = `${link.ifindex}: ${link.ifname}    ${family} ${found.address}/${found.prefixlen}${scope}`
  const readAt = isoOf(reading.framedAt ?? reading.readAt)
  return [{ kind: 'address', node, command: commandOf(reading, 'addr'), text, rendered: true, readAt }]
}

const WORDS: Readonly<Record<FdbRow['kind'], string>> = {
  learned: '',
  extern: '',
  static: 'static',
  permanent: 'permanent',
  flood: 'permanent',
}

const printed = new WeakMap<Reading, Map<string, FdbEntry[]>>()

const byMac = ({ fdb }: Reading): Map<string, FdbEntry[]> => {
  const lists = new Map<string, FdbEntry[]>()
  for (const entry of fdb) {
    const list = lists.get(entry.mac)
    if (list) list.push(entry)
    else lists.set(entry.mac, [entry])
  }
  return lists
}

/** Only text that was printed is looked up; of JSON there is none. */
const printedLine = (reading: Reading, row: FdbRow): string | null => {
  if (reading.profile.bridgeJson) return null
  const known = printed.get(reading) ?? byMac(reading)
  printed.set(reading, known)
  const { canonical } = viewOf(reading)
  const isIt = ({ ifname, dst, master, vlan }: FdbEntry) =>
    ifname === row.ifname &&
    master === row.master &&
    vlan === row.vlan &&
    (dst === null ? null : (canonical(dst) ?? dst)) === row.dst
  return known.get(row.mac)?.find(isIt)?.printed ?? null
}

/** The VNI as iproute2 prints it: where it isn't the device's own. */
const printedVni = (ground: Sight, { node, ifname, vni, srcVni, dst, nhid }: FdbRow): number | null => {
  if (dst === null && nhid === null) return null
  return srcVni === null && ground.view(node)?.linkOf(ifname)?.vxlan?.vni === vni ? null : vni
}

/** The line of an FDB entry. */
export const rowLine = (ground: Sight, row: FdbRow): Evidence[] => {
  const reading = readingOf(ground, row.node)
  if (!reading) return []
  const line = printedLine(reading, row)
  const { node, kind, readAt, ...entry } = row
  const text = line ?? renderFdbLine({ ...entry, vni: printedVni(ground, row), state: WORDS[kind], printed: null })
  return [{ kind, node, command: commandOf(reading, 'fdb'), text, rendered: line === null, readAt }]
}
