import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import {
  parseAddrJson,
  parseAddrText,
  parseFdbJson,
  parseFdbText,
  parseLinkJson,
  parseLinkText,
  type Rows,
} from './index'
import { DIFFERENT, type Exception, SILENT } from './samples/exceptions'

const ROOT = path.join(import.meta.dirname, 'samples')

type Row = Record<string, unknown>
interface Pair {
  text: string
  json: string
  release: string
  command: string
}

const read = (file: string): string => readFileSync(path.join(ROOT, file), 'utf8')
const list = (folder: string): string[] => readdirSync(path.join(ROOT, folder))

/** `CASE.link.txt` beside `CASE.link.json`, both of iproute2 6.1. */
const besides = (folder: string): Pair[] =>
  list(folder)
    .filter(file => /\.(?:link|fdb|fdb-s)\.txt$/.test(file))
    .map(file => ({
      text: `${folder}/${file}`,
      json: `${folder}/${file.replace(/txt$/, 'json')}`,
      release: '6.1',
      command: file.replace(/\.txt$/, ''),
    }))

const JSON_OF: readonly (readonly [RegExp, string])[] = [
  [/^ip-.*link/, 'ip-d-j-link-show.json'],
  [/^ip-.*addr/, 'ip-d-j-addr-show.json'],
  [/^bridge/, 'bridge-s-d-j-fdb-show.json'],
]

/** Texts of several releases over one state, against the JSON that the newest printed for it. */
const ofState = (state: string, newest: string): Pair[] =>
  list(state).flatMap(release =>
    list(`${state}/${release}`)
      .filter(file => file.endsWith('.txt') && !/^ip-(?:s-s|o-addr)/.test(file))
      .flatMap(file => {
        const json = JSON_OF.find(([command]) => command.test(file))?.[1] ?? ''
        if (!list(`${state}/${newest}`).includes(json)) return []
        const command = file.replace(/\.txt$/, '')
        return [{ text: `${state}/${release}/${file}`, json: `${state}/${newest}/${json}`, release, command }]
      }),
  )

const PAIRS: Pair[] = [
  ...besides('kernel-6.18'),
  ...besides('kernel-6.1'),
  ...['S1', 'S3', 'S4'].flatMap(state => ofState(`releases/${state}`, 'v7.1.0')),
  ...['options', 'peer', 'ports'].flatMap(state => ofState(`captured/${state}`, '7.3')),
]

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null

/** Keys joined by dots, positions of lists left out of objects' way: `linkinfo.info_data.id`. */
const flatten = (value: object, prefix = ''): Map<string, unknown> => {
  const flat = new Map<string, unknown>()
  for (const [key, inner] of Object.entries(value)) {
    const isTree = isObject(inner) && !(Array.isArray(inner) && !inner.some(isObject))
    if (isTree) for (const [path, leaf] of flatten(inner, `${prefix}${key}.`)) flat.set(path, leaf)
    else flat.set(`${prefix}${key}`, inner)
  }
  return flat
}

const excused = (table: readonly Exception[], pair: Pair, device: unknown, key: string, value: unknown): boolean =>
  table.some(
    exception =>
      exception.key.test(key.replace(/\.\d+(?=\.)/g, '')) &&
      (exception.releases?.test(pair.release) ?? true) &&
      (exception.command?.test(pair.command) ?? true) &&
      (exception.device?.test(String(device)) ?? true) &&
      (exception.values?.includes(value) ?? true),
  )

const isNear = (key: string, told: unknown, printed: unknown): boolean =>
  (key === 'used' || key === 'updated') && Math.abs(Number(told) - Number(printed)) <= 1

const isEqual = (told: unknown, printed: unknown): boolean => JSON.stringify(told) === JSON.stringify(printed)

/** What the text's row gets wrong of the JSON's, in words. */
const compareRows = (pair: Pair, fromText: Row, fromJson: Row): string[] => {
  const told = flatten(fromText)
  const printed = flatten(fromJson)
  const wrong: string[] = []
  for (const [key, value] of told) {
    const same = isEqual(value, printed.get(key)) || isNear(key, value, printed.get(key))
    const laterReading = pair.text.startsWith('releases') && (key === 'used' || key === 'updated')
    if (!same && !laterReading && !excused(DIFFERENT, pair, fromText.ifname, key, value))
      wrong.push(`${key}: ${JSON.stringify(value)} is ${JSON.stringify(printed.get(key))}`)
  }
  for (const [key, value] of printed)
    if (!told.has(key) && !excused(SILENT, pair, fromText.ifname, key, value)) wrong.push(`${key} is missing`)
  return wrong
}

const readers = (command: string): [(text: string) => Rows<Row>, (text: string) => Rows<Row>] => {
  if (command.includes('fdb')) return [parseFdbText, parseFdbJson]
  return command.includes('addr') ? [parseAddrText, parseAddrJson] : [parseLinkText, parseLinkJson]
}

describe('every text that has the JSON of its moment', () => {
  it('is found', () => expect(PAIRS.length).toBeGreaterThan(120))

  it.each(PAIRS)('$text agrees with it', pair => {
    const [parseText, parseJson] = readers(pair.command)
    const text = parseText(read(pair.text))
    const json = parseJson(read(pair.json))
    expect(json.issues).toEqual([])
    expect(text.rows.map(row => row.ifname)).toEqual(json.rows.map(row => row.ifname))
    const wrong = text.rows.flatMap((row, at) =>
      compareRows(pair, row, json.rows[at] ?? {}).map(difference => `${String(row.ifname)} ${at}: ${difference}`),
    )
    expect(wrong).toEqual([])
  })
})

const ALL_TEXTS = readdirSync(ROOT, { recursive: true, encoding: 'utf8' }).filter(file =>
  /(?:link|addr|fdb)[^/]*\.txt$/.test(file),
)

describe('every link, fdb and addr sample', () => {
  it.each(ALL_TEXTS)('%s is read to the last line', file => {
    const [parseText] = readers(path.basename(file))
    const { rows, issues } = parseText(read(file))
    expect(rows.length).toBeGreaterThan(0)
    const forged = file.includes('captured/options') ? /fakevx|00:00:00:00:99|vxlan id 99/ : /^$/
    expect(issues.filter(issue => !forged.test(issue.text))).toEqual([])
  })
})
