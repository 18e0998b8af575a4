import { VlanRow, VlanTunnelRow, VniRow } from '@/lib/model/iproute2'
import { isIP, isMulticast } from './addresses'
import { decode } from './decode'
import type { Raw } from './grammar'
import { isBlank, issue, type Line, type Rows, splitLines, wordsOf } from './lines'

/** `10020` or `10020-10022`, under the keys `NAME` and `NAMEEnd`. */
const range = (word: string | undefined, key: string): Raw | undefined => {
  const found = /^(\d{1,8})(?:-(\d{1,8}))?$/.exec(word ?? '')
  if (found === null) return undefined
  return found[2] === undefined
    ? { [key]: Number(found[1]) }
    : { [key]: Number(found[1]), [`${key}End`]: Number(found[2]) }
}

/** Reads the words of one entry; undefined where they don't fit, null where the line adds nothing. */
type EntryReader = (words: readonly string[]) => Raw | null | undefined

interface Device {
  ifname: string
  entries: Raw[]
  line: Line
}

/**
 * The tables of `bridge vni` and `bridge vlan` name a device where a line starts at its edge, and go on with blanks
 * (tabs up to 4.16, columns from 5.7).
 */
const readTable = (text: string, isHeading: (line: string) => boolean, read: EntryReader) => {
  const devices: Device[] = []
  const issues: Rows<never>['issues'] = []
  splitLines(text).forEach((line, at) => {
    if (isBlank(line.text) || (at === 0 && isHeading(line.text))) return
    const words = wordsOf(line.text)
    if (!/^[ \t]/.test(line.text)) devices.push({ ifname: words.shift() ?? '', entries: [], line })
    const device = devices.at(-1)
    const entry = words.length === 0 ? null : read(words)
    if (device === undefined || entry === undefined) issues.push(issue(line.number, line.text))
    else if (entry !== null) device.entries.push(entry)
  })
  return { devices, issues }
}

const isStatistics = (words: readonly string[]): boolean => words[0] === 'RX:' || words[0] === 'TX:'

const readVni: EntryReader = words => {
  if (isStatistics(words)) return null
  const entry = range(words[0], 'vni')
  const address = words[1]
  if (entry === undefined || words.length > 2) return undefined
  if (address === undefined) return entry
  return isIP(address) ? { ...entry, [isMulticast(address) ? 'group' : 'remote']: address } : undefined
}

/** Reads the text of `bridge vni show` (5.19 and later). */
export const parseVniText = (text: string): Rows<VniRow> => {
  const { devices, issues } = readTable(text, line => /^dev\s+vni/.test(line), readVni)
  const result: Rows<VniRow> = { rows: [], issues }
  for (const { ifname, entries, line } of devices)
    decode(VniRow, { ifname, vnis: entries }, line.number, line.text, result)
  return result
}

const readTunnel: EntryReader = words => {
  const vlan = range(words[0], 'vlan')
  const tunnel = range(words[1], 'tunid')
  return vlan === undefined || tunnel === undefined || words.length > 2 ? undefined : { ...vlan, ...tunnel }
}

const isPortHeading = (line: string): boolean => /^port\s+vlan/.test(line)

/** Reads the text of `bridge vlan tunnelshow`. */
export const parseVlanTunnelText = (text: string): Rows<VlanTunnelRow> => {
  const { devices, issues } = readTable(text, isPortHeading, readTunnel)
  const result: Rows<VlanTunnelRow> = { rows: [], issues }
  for (const { ifname, entries, line } of devices)
    decode(VlanTunnelRow, { ifname, tunnels: entries }, line.number, line.text, result)
  return result
}

const VLAN_FLAGS: Readonly<Record<string, string>> = {
  PVID: 'PVID',
  untagged: 'Egress Untagged',
  Untagged: 'Egress Untagged',
}

/** `10 PVID Egress Untagged`; the details and counters of `-d -s` stand on lines of their own. */
const readVlan: EntryReader = words => {
  if (isStatistics(words) || words[0] === 'state' || words[0] === 'None') return null
  const entry = range(words[0], 'vlan')
  const rest = words.slice(1).filter(word => word !== 'Egress')
  const flags = rest.map(word => VLAN_FLAGS[word])
  if (entry === undefined || flags.includes(undefined)) return undefined
  return flags.length === 0 ? entry : { ...entry, flags }
}

/** Reads the text of `bridge vlan show`. */
export const parseVlanText = (text: string): Rows<VlanRow> => {
  const { devices, issues } = readTable(text, isPortHeading, readVlan)
  const result: Rows<VlanRow> = { rows: [], issues }
  for (const { ifname, entries, line } of devices)
    decode(VlanRow, { ifname, vlans: entries }, line.number, line.text, result)
  return result
}
