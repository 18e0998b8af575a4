import { IpLinkRow } from '@/lib/model/iproute2'
import { isAddressLine, readAddress, readLifetime } from './addr-line'
import { decode } from './decode'
import type { Raw } from './grammar'
import { isBlank, issue, type Line, type Rows, splitLines, wordsOf } from './lines'
import { certainLines, readBlocks } from './link-blocks'
import { type Device, readDevice } from './link-device'
import { detectLinkEra, type LinkEra } from './link-era'
import { type PrintedNames, printedNames, putPeer, splitPeer } from './link-peer'

/** The device's row with its name and peer told apart, which takes the names of all devices. */
const settleName = (device: Device, all: PrintedNames, era: LinkEra): Raw => {
  const { row } = device
  const split = splitPeer(device, all, era)
  row.ifname = split.ifname
  putPeer(row, split, device, all, era)
  return row
}

const readDevices = (text: string, withAddresses: boolean): Rows<IpLinkRow> => {
  const result: Rows<IpLinkRow> = { rows: [], issues: [] }
  const { blocks, stray } = readBlocks(splitLines(text))
  const hasAlias = blocks.some(block => block.alias !== -1)
  const plain = blocks.some(block => block.alias === -1)
  const era = detectLinkEra(hasAlias ? certainLines(blocks).join('\n') : text, plain)
  for (const line of stray) if (!isBlank(line.text)) result.issues.push(issue(line.number, line.text))
  const devices = blocks.map(block => readDevice(block, withAddresses, era, result.issues))
  const all = printedNames(devices, era)
  devices.forEach((device, at) => {
    const { number = 0, text = '' } = blocks[at]?.line ?? {}
    decode(IpLinkRow, settleName(device, all, era), number, text, result)
  })
  return result
}

/**
 * Reads the text of `ip [-d] [-s] [-o] link show` of any release from 3.12 on into the rows that today's `ip -j -d`
 * would print. A key the text doesn't tell is left out. A line that can't be read is an issue; the rest still comes.
 * Never throws.
 */
export const parseLinkText = (text: string): Rows<IpLinkRow> => readDevices(text, false)

/** `2: eth1    inet 10.0.2.1/24 …`: `ip -o addr` prints an address a line, and no device of its own. */
const ONE_LINE = /^(\d{1,10}): ([^ \t:]+) {4}(?=inet|dnet|ipx|mpls|family )/

const readOneLine = (line: Line, rows: Map<number, Raw>): boolean => {
  const found = ONE_LINE.exec(line.text)
  if (found === null) return false
  const [, index, ifname] = found
  const [first = '', second] = line.text.slice(found[0].length).split(/\\ +(?=valid_lft )/)
  const address = readAddress(wordsOf(first))
  if (address === undefined || (second !== undefined && !readLifetime(wordsOf(second), address))) return false
  const row: Raw = rows.get(Number(index)) ?? { ifindex: Number(index), ifname, addr_info: [] }
  if (Array.isArray(row.addr_info)) row.addr_info.push(address)
  rows.set(Number(index), row)
  return true
}

const readOneLines = (text: string): Rows<IpLinkRow> => {
  const result: Rows<IpLinkRow> = { rows: [], issues: [] }
  const rows = new Map<number, Raw>()
  for (const line of splitLines(text))
    if (!isBlank(line.text) && !readOneLine(line, rows)) result.issues.push(issue(line.number, line.text))
  for (const row of rows.values()) decode(IpLinkRow, row, 1, String(row.ifname), result)
  return result
}

/** Reads the text of `ip [-d] [-o] addr show` of any release from 3.12 on: devices with `addr_info`. Never throws. */
export const parseAddrText = (text: string): Rows<IpLinkRow> =>
  ONE_LINE.test(text) && isAddressLine(text.slice(text.indexOf('    '))) ? readOneLines(text) : readDevices(text, true)
