import { FdbJsonRow } from '@/lib/model/iproute2'
import { isIP } from './addresses'
import { decode } from './decode'
import { detectFdbEra, deviceOf, FDB_FLAGS, type FdbEra, isFdbState } from './fdb-era'
import { decimal, isBlank, type Line, type Rows, splitLines, wordsOf } from './lines'
import { isUsualFdbRow } from './usual-fdb'

/** Keywords whose value is one number, and the JSON key of it, in the order iproute2 prints them. */
const NUMBERS: Readonly<Record<string, string>> = {
  vlan: 'vlan',
  port: 'port',
  vni: 'vni',
  src_vni: 'src_vni',
  nhid: 'nhid',
  'link-netnsid': 'linkNetNsId',
}

/** 3.12 to 3.17 glue the flags to the times: `used 6/6self`. */
const TIMES = /^(\d{1,10})\/(\d{1,10})(.*)$/
const LL_ADDRESS = /^[0-9a-f]{2}(?::[0-9a-f]{2})*$|^\d{1,3}(?:\.\d{1,3}){3}$|^[0-9a-f:.]*::?[0-9a-f:.]*$/

type Raw = Record<string, unknown>

/** Reads the words in front of the flags: values with a keyword before them, in a fixed order. Gives the next word. */
const readValues = (words: string[], start: number, era: FdbEra, raw: Raw): number | undefined => {
  let at = start
  for (;;) {
    const word = words[at]
    if (word === undefined) return at
    const value = words[at + 1]
    const number = NUMBERS[word]
    if (word === 'dst') {
      if (value === undefined || !isIP(value) || raw.dst !== undefined) return undefined
      raw.dst = value
      at += 2
    } else if (number !== undefined) {
      const parsed = decimal(value)
      if (parsed === undefined || raw[number] !== undefined) return undefined
      raw[number] = parsed
      at += 2
    } else if (word === 'via') {
      if (value === undefined || raw.viaIf !== undefined) return undefined
      const index = value === 'ifindex' ? decimal(words[at + 2]) : undefined
      if (index !== undefined) raw.viaIfIndex = index
      else raw.viaIf = value
      at += index === undefined ? 2 : 3
    } else if (word === 'used') {
      const times = TIMES.exec(value ?? '')
      if (times === null || raw.used !== undefined) return undefined
      raw.used = Number(times[1])
      raw.updated = Number(times[2])
      if (times[3] === '') return at + 2
      words[at + 1] = times[3] ?? ''
      return at + 1
    } else if (word === 'activity_notify' || word === 'inactive') {
      raw[word] = true
      at += 1
    } else if (era.bareValues && raw.dst === undefined && isIP(word)) {
      raw.dst = word
      at += 1
    } else return at
  }
}

/**
 * `master` with a bridge's name behind it. Alone it is a flag: a line that ends in a state word has that for its state,
 * and one whose state is empty ends in a blank.
 */
const masterOf = (words: readonly string[], at: number, line: string, era: FdbEra): string | undefined => {
  if (era.bareValues) return words[at]
  const name = words[at + 1]
  if (name === undefined) return undefined
  const isState = isFdbState(name) && at + 2 === words.length && !line.endsWith(' ')
  return isState ? undefined : name
}

/** Reads flags, master and state: all that may stand behind the values. False where a word fits nothing. */
const readFlags = (words: readonly string[], start: number, line: string, era: FdbEra, raw: Raw): boolean => {
  const flags: string[] = []
  raw.flags = flags
  raw.state = ''
  for (let at = start; at < words.length; at++) {
    const word = words[at] ?? ''
    const last = at === words.length - 1
    if (word === 'master') {
      const name = masterOf(words, at, line, era)
      if (name === undefined) flags.push('master')
      else if (raw.master !== undefined) return false
      else raw.master = name
      if (name !== undefined && !era.bareValues) at += 1
    } else if (last && isFdbState(word)) raw.state = word.replace(/^state=/, '')
    else if (FDB_FLAGS.has(word)) flags.push(flagOf(word, raw.master !== undefined, era))
    else if (era.bareValues && raw.master === undefined && !flags.includes('self') && isBridgeName(words, at))
      raw.master = word
    else return false
  }
  return true
}

const isBridgeName = (words: readonly string[], at: number): boolean =>
  at === words.length - 1 || (at === words.length - 2 && isFdbState(words[at + 1] ?? ''))

/** External learning was printed `external` (3.19, 4.0), then `offload` (4.1 to 4.12; up to 4.6 behind the master). */
const flagOf = (word: string, afterMaster: boolean, era: FdbEra): string => {
  if (word === 'external') return 'extern_learn'
  return word === 'offload' && (afterMaster || !era.offloadIsHardware) ? 'extern_learn' : word
}

const readRow = (line: Line, era: FdbEra, dev: string | undefined): Raw | undefined => {
  const words = wordsOf(line.text)
  const deleted = words[0] === 'Deleted'
  if (deleted) words.shift()
  const mac = words[0]
  if (mac === undefined || mac.length > 95 || !LL_ADDRESS.test(mac)) return undefined
  const raw: Raw = deleted ? { deleted, mac } : { mac }
  let at = 1
  if (words[1] === 'dev') {
    at = era.doubleDev && words[2] === 'dev' ? 4 : 3
    const name = words[at - 1]
    if (name === undefined) return undefined
    raw.ifname = name
  } else if (dev !== undefined) raw.ifname = dev
  const flagsAt = readValues(words, at, era, raw)
  if (flagsAt === undefined || !readFlags(words, flagsAt, line.text, era, raw)) return undefined
  return settle(raw, flagsAt < words.length, line, era)
}

/** Leaves out what this release is known to print wrongly, and what a cut line can't tell. */
const settle = (raw: Raw, closed: boolean, line: Line, era: FdbEra): Raw | undefined => {
  if (era.falseDst.size > 0 && era.falseDst.has(deviceOf(line.text)) && !isMulticastDst(raw)) delete raw.dst
  if (raw.viaIf !== undefined && raw.viaIf === raw.ifname) delete raw.viaIf
  if (line.ended) return raw
  if (!closed) return undefined
  if (raw.state === '') delete raw.state
  return raw
}

const isMulticastDst = (raw: Raw): boolean => /^2(?:2[4-9]|3\d)\./.test(String(raw.dst ?? ''))

/**
 * Reads the text of `bridge [-s] [-d] fdb show` of any release from 3.12 on into the rows that today's `bridge -j`
 * would print. `dev` is the device the text was asked for with `dev NAME`: such rows don't name it. A line that
 * can't be read is an issue; the other rows still come. Never throws.
 */
export const parseFdbText = (text: string, options: { dev?: string } = {}): Rows<FdbJsonRow> => {
  const era = detectFdbEra(text, options.dev !== undefined)
  const result: Rows<FdbJsonRow> = { rows: [], issues: [] }
  for (const line of splitLines(text)) {
    if (isBlank(line.text)) continue
    const row = readRow(line, era, options.dev)
    if (row && isUsualFdbRow(row)) result.rows.push(row)
    else decode(FdbJsonRow, row, line.number, line.text, result)
  }
  return result
}
