import { isAddressLine, readAddress, readLifetime } from './addr-line'
import { angled, type Grammar, type Raw, readWords } from './grammar'
import { type Issue, isBlank, issue, type Line, wordsOf } from './lines'
import type { Block } from './link-blocks'
import type { LinkEra } from './link-era'
import { LINK_WORDS, readAddressLine, readHeaderWords, TAIL_WORDS } from './link-header'
import type { PeerFacts } from './link-peer'
import { isStatsHeading, readStats } from './link-stats'
import { isVfLine, readVf } from './link-vf'
import { KINDS, SLAVE_KINDS } from './other-lines'
import { createRaw } from './roomy'
import { unglue } from './vxlan-line'

/** A device as read from its lines; name and peer are settled later, when all devices are known. */
export interface Device extends PeerFacts {
  row: Raw
}

const ALIAS = '    alias '
const ALTNAME = '    altname '
const DETAIL = /^ {4}[^ ]/
const MORE_DETAIL = /^ {5,}[^ ]/

/** A kind that prints nothing of its own, or nothing we know. */
const NO_WORDS: Grammar = new Map()

type LineKind = 'link' | 'address' | 'lifetime' | 'vf' | 'stats' | 'altname' | 'program' | 'detail'

/** What iproute2 prints behind an alias (ip/ipaddress.c, print_linkinfo). */
const AFTER_ALIAS: ReadonlySet<LineKind> = new Set(['vf', 'altname', 'program'])

/** Tells a line of a device's block by its indentation and first word. */
const lineKind = (text: string): LineKind => {
  if (!text.startsWith('    ')) return 'detail'
  if (text.startsWith('link/', 4)) return 'link'
  if (text.startsWith('   valid_lft ', 4)) return 'lifetime'
  if (text.startsWith('altname ', 4) && text.length > ALTNAME.length) return 'altname'
  if (text.startsWith('vf ', 4)) return isVfLine(text) ? 'vf' : 'detail'
  if (text.startsWith('prog/xdp', 4)) return 'program'
  if (text.startsWith('RX', 4) || text.startsWith('TX', 4)) return isStatsHeading(text) ? 'stats' : 'detail'
  return isAddressLine(text) ? 'address' : 'detail'
}

/** Reads one device's lines. */
class DeviceReader {
  readonly row = createRaw()
  readonly #info: Raw = {}
  readonly #issues: Issue[]
  readonly #era: LinkEra
  #kind: string | undefined
  #elsewhere = false
  #slave: string | undefined
  #address: Raw | undefined
  #expectsDetail = false

  constructor(era: LinkEra, issues: Issue[]) {
    this.#era = era
    this.#issues = issues
  }

  read(block: Block, withAddresses: boolean): Device {
    const { header, body, alias } = block
    Object.assign(this.row, { ifindex: header.ifindex, ifname: header.printed, flags: header.flags })
    if (header.deleted) this.row.deleted = true
    if (readHeaderWords(header, this.row).length > 0) this.#report(block.line)
    const end = alias === -1 ? -1 : this.#readAlias(body, alias, withAddresses)
    for (let at = 0; at < body.length; at++) {
      if (at >= alias && at < end) continue
      const line = body[at]
      if (line !== undefined && !isBlank(line.text)) at += this.#readLine(line, body[at + 1])
    }
    if (withAddresses) this.row.addr_info ??= []
    if (Object.keys(this.#info).length > 0) this.row.linkinfo = this.#info
    const { ifindex, printed } = header
    return { row: this.row, ifindex, printed, kind: this.#kind, elsewhere: this.#elsewhere }
  }

  #report(line: Line): void {
    this.#issues.push(issue(line.number, line.text))
  }

  /** An alias goes on over lines that are nothing iproute2 prints behind one. Gives where it ends. */
  #readAlias(body: readonly Line[], start: number, withAddresses: boolean): number {
    const isBehind = (text: string): boolean => {
      const kind = lineKind(text)
      if (kind === 'address') return withAddresses && this.#isOwnAddress(text)
      return AFTER_ALIAS.has(kind) || (kind === 'stats' && !this.#era.noStatistics)
    }
    let end = start + 1
    while (end < body.length && !isBehind(body[end]?.text ?? '')) end += 1
    this.row.ifalias = body.slice(start, end).reduce((alias, { number, text }, at, lines) => {
      const before = lines[at - 1]
      return before === undefined
        ? text.slice(ALIAS.length)
        : `${alias}${before.number === number ? '\\' : '\n'}${text}`
    }, '')
    for (const line of body.slice(start + 1, end)) if (!isBlank(line.text)) this.#report(line)
    return end
  }

  /** The label of an IPv4 address is its device's name, `eth1` or `eth1:x`; another one is not the kernel's. */
  #isOwnAddress(text: string): boolean {
    const label = readAddress(wordsOf(text))?.label
    if (typeof label !== 'string') return true
    const [name = ''] = label.split(':', 1)
    return `${String(this.row.ifname)}@`.startsWith(`${name}@`)
  }

  /** Gives how many further lines it took. */
  #readLine(line: Line, next: Line | undefined): number {
    const { text } = line
    switch (lineKind(text)) {
      case 'stats':
        if (readStats(text, next?.text ?? '', this.row)) return 1
        this.#report(line)
        break
      case 'link':
        this.#readAddressLine(line)
        break
      case 'address':
        this.#readAddress(line)
        break
      case 'lifetime':
        this.#readLifetime(line)
        break
      case 'vf':
        this.#readVf(line)
        break
      case 'altname':
        this.#push('altnames', text.slice(ALTNAME.length))
        break
      case 'program':
        break
      default:
        this.#readDetail(line)
    }
    return 0
  }

  #push(key: string, value: unknown): void {
    const list = this.row[key]
    if (Array.isArray(list)) list.push(value)
    else this.row[key] = [value]
  }

  #readAddressLine(line: Line): void {
    if (this.row.link_type !== undefined) {
      this.#report(line)
      return
    }
    const words = wordsOf(line.text)
    this.#elsewhere = words.includes('link-netnsid') || words.includes('link-netns')
    this.#expectsDetail = true
    const start = readAddressLine(words, this.row)
    const unread = readWords(words, start, LINK_WORDS, this.row, TAIL_WORDS)
    if (unread.length > 0) this.#report(line)
  }

  #readDetail(line: Line): void {
    const { text } = line
    if (this.#expectsDetail && DETAIL.test(text) && this.#startKind(line)) return
    if (!(MORE_DETAIL.test(text) && this.#kind !== undefined && this.#readOptions(wordsOf(text), 0))) this.#report(line)
  }

  /** A kind's line comes first, then the slave kind's: `vxlan id 42 …`, `bridge_slave state forwarding …`. */
  #startKind(line: Line): boolean {
    const words = unglue(wordsOf(line.text))
    const name = words[0] ?? ''
    const slave = /^(.+)_slave$/.exec(name)?.[1]
    if (slave !== undefined && this.#slave === undefined) {
      this.#slave = slave
      this.#info.info_slave_kind = slave
    } else if (this.#kind === undefined && this.#slave === undefined && /^[A-Za-z0-9_.-]{1,32}$/.test(name)) {
      this.#kind = name
      this.#info.info_kind = name
    } else return false
    if (!this.#readOptions(words, 1)) this.#report(line)
    return true
  }

  #readOptions(words: readonly string[], start: number): boolean {
    const slave = this.#slave
    const grammar = slave === undefined ? KINDS.get(this.#kind ?? '') : SLAVE_KINDS.get(slave)
    const key = slave === undefined ? 'info_data' : 'info_slave_data'
    const existing = this.#info[key]
    const data = createRaw()
    if (typeof existing === 'object') Object.assign(data, existing)
    const unread = readWords(words, start, grammar ?? NO_WORDS, data, TAIL_WORDS, this.row)
    const left = unread.filter(word => !this.#isVlanFlags(word, data))
    this.#dropLies(data)
    if (Object.keys(data).length > 0) this.#info[key] = data
    return left.length === 0
  }

  #isVlanFlags(word: string, data: Raw): boolean {
    const flags = this.#kind === 'vlan' && this.#slave === undefined ? angled(word) : undefined
    if (flags !== undefined) data.flags = flags
    return flags !== undefined
  }

  /** What a release is known to print wrongly (facts of ip/iplink_vxlan.c and ip/iplink_bridge.c). */
  #dropLies(data: Raw): void {
    if (this.#slave !== undefined) return
    if (this.#kind === 'vxlan' && data.limit === 1 && this.#era.maybeBefore317) delete data.limit
    const isRoot = data.root_port === 0 && data.root_path_cost === 0
    if (this.#kind === 'bridge' && data.root_id === data.bridge_id && !isRoot) delete data.root_id
  }

  #readAddress(line: Line): void {
    this.#address = readAddress(wordsOf(line.text))
    if (this.#address === undefined) this.#report(line)
    else this.#push('addr_info', this.#address)
  }

  #readLifetime(line: Line): void {
    if (this.#address === undefined || !readLifetime(wordsOf(line.text), this.#address)) this.#report(line)
  }

  #readVf(line: Line): void {
    const vf = readVf(line.text)
    if (vf === undefined) this.#report(line)
    else this.#push('vfinfo_list', vf)
  }
}

/** Reads a device's lines; what can't be read goes to `issues`. */
export const readDevice = (block: Block, withAddresses: boolean, era: LinkEra, issues: Issue[]): Device =>
  new DeviceReader(era, issues).read(block, withAddresses)
