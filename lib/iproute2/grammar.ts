import { decimal, fractional } from './lines'

/** A row in the making: the keys of iproute2's JSON. */
export type Raw = Record<string, unknown>

/**
 * Reads the value behind a keyword into `into`. Gives how many words it took behind the keyword, or -1 where they
 * don't fit.
 */
export type Reader = (words: readonly string[], at: number, into: Raw) => number

/** What may stand in one kind of line: keyword → reader. */
export type Grammar = ReadonlyMap<string, Reader>

/** `mtu 1450` → `mtu: 1450`; also the padded `hello_timer    0.00`. */
export const number =
  (key: string): Reader =>
  (words, at, into) => {
    const value = fractional(words[at + 1])
    if (value === undefined) return -1
    into[key] = value
    return 1
  }

/** `qdisc noqueue` → `qdisc: "noqueue"`. */
export const word =
  (key: string): Reader =>
  (words, at, into) => {
    const value = words[at + 1]
    if (value === undefined) return -1
    into[key] = value
    return 1
  }

/** `hairpin off` → `hairpin: false`. */
export const onOff =
  (key: string): Reader =>
  (words, at, into) => {
    const value = words[at + 1]
    if (value !== 'on' && value !== 'off') return -1
    into[key] = value === 'on'
    return 1
  }

/** A bare word that says a fact: `proxy` → `proxy: true`. */
export const fact =
  (key: string, value: boolean | null = true): Reader =>
  (_words, _at, into) => {
    into[key] = value
    return 0
  }

/** `tos 0x10` → `tos: "0x10"`: `%#llx` prints 0 as `0`, 4.15 and 4.16 printed `0x0`. */
export const hex =
  (key: string, names: Readonly<Record<string, string>> = {}): Reader =>
  (words, at, into) => {
    const value = words[at + 1]
    if (value === undefined) return -1
    const known = names[value]
    if (known === undefined && !/^(?:0x)?[0-9a-f]{1,16}$/.test(value)) return -1
    into[key] = known ?? (/^0x0+$/.test(value) ? '0' : value)
    return 1
  }

/** A number, or a word that stands for one: `ageing none`, `ttl auto`. */
export const numberOr =
  (key: string, names: Readonly<Record<string, number>>): Reader =>
  (words, at, into) => {
    const value = words[at + 1]
    const parsed = value === undefined ? undefined : (names[value] ?? decimal(value))
    if (parsed === undefined) return -1
    into[key] = parsed
    return 1
  }

/** A value that says nothing today's JSON has a key for. */
export const ignored: Reader = (words, at) => (words[at + 1] === undefined ? -1 : 1)

/** `<A,B>` → `["A","B"]`. */
export const angled = (text: string): string[] | undefined => {
  if (!text.startsWith('<') || !text.endsWith('>')) return undefined
  return text.length > 2 ? text.slice(1, -1).split(',') : []
}

/** Reads into the object under a key, which other words share: `ad_aggregator 1` → `ad_info: {aggregator: 1}`. */
export const within =
  (key: string, reader: Reader): Reader =>
  (words, at, into) => {
    const existing = into[key]
    const inner: Raw = typeof existing === 'object' ? { ...existing } : {}
    const took = reader(words, at, inner)
    if (took >= 0) into[key] = inner
    return took
  }

/** A keyword per entry, each read the same way: `[keyword, key]`, or one word where both are the same. */
export const entries = (
  reader: (key: string) => Reader,
  ...names: readonly (string | readonly [string, string])[]
): [string, Reader][] =>
  names.map(name => (typeof name === 'string' ? [name, reader(name)] : [name[0], reader(name[1])]))

const EMPTY: Grammar = new Map()

/**
 * Reads words by a grammar into `into`; one that it doesn't know, or whose value doesn't fit, by a second grammar into
 * `alsoInto`. Gives the words that fit neither, in the order they stand.
 */
export const readWords = (
  words: readonly string[],
  start: number,
  grammar: Grammar,
  into: Raw,
  also: Grammar = EMPTY,
  alsoInto: Raw = into,
): string[] => {
  const unread: string[] = []
  for (let at = start; at < words.length; at++) {
    const keyword = words[at] ?? ''
    let took = grammar.get(keyword)?.(words, at, into) ?? -1
    if (took < 0) took = also.get(keyword)?.(words, at, alsoInto) ?? -1
    if (took < 0) unread.push(keyword)
    else at += took
  }
  return unread
}
