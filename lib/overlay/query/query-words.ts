import { editDistance } from '@/lib/model/edit-distance'
import { FdbKind, State } from '@/lib/model/overlay'
import { normalizeMac } from '../mac'

/** What may stand before the colon of a query's word. */
export const FILTER_KEYS = ['vni', 'node', 'dst', 'mac', 'kind', 'state', 'dev', 'master', 'vlan'] as const
export type FilterKey = (typeof FILTER_KEYS)[number]

/** What else people call the same. */
const ALSO: Readonly<Record<string, FilterKey>> = {
  ifname: 'dev',
  device: 'dev',
  bridge: 'master',
  br: 'master',
  vtep: 'dst',
  remote: 'dst',
}

/** What is wrong with a word of a query. `instead` is the word as it was probably meant. */
export interface WordProblem {
  code: 'unknownFilter' | 'badValue'
  message: string
  hint: string
  instead: string | null
}

/** One word of a query: `vni:42` has a key, a bare one has none. */
export interface QueryWord {
  text: string
  key: FilterKey | null
  value: string
  problem: WordProblem | null
}

/** Words that begin like a MAC or an address, whose colons are their own: `86:24`, `fd00::253`, `::ffff:10.0.2.1`, `fe80::1%eth1`. */
const OWN_COLONS = /^[0-9a-f:.-]*(?:%\S*)?$/i

const keyOf = (name: string): FilterKey | null =>
  FILTER_KEYS.find(key => key === name) ?? (Object.hasOwn(ALSO, name) ? (ALSO[name] ?? null) : null)

const nearestKey = (name: string): string | null => {
  const [best] = [...FILTER_KEYS, ...Object.keys(ALSO)]
    .map(key => ({ key, far: editDistance(name.slice(0, 16), key) }))
    .filter(({ key, far }) => far <= Math.max(1, Math.floor(key.length / 2)))
    .sort((a, b) => a.far - b.far)
  return best?.key ?? null
}

const allKeys = FILTER_KEYS.map(key => `${key}:`).join(', ')

const unknownFilter = (name: string, value: string): WordProblem => {
  const nearest = nearestKey(name)
  return {
    code: 'unknownFilter',
    message: `No filter "${name}:".`,
    hint: `${nearest === null ? '' : `Did you mean "${nearest}:"? `}Filters are ${allKeys}. A word without one is looked for in MACs, addresses, nodes and devices.`,
    instead: nearest === null ? null : `${nearest}:${value}`,
  }
}

const isWithin = (value: string, min: number, max: number): boolean =>
  /^\d{1,8}$/.test(value) && Number(value) >= min && Number(value) <= max

/** What a value must be, for keys whose values can be told right from wrong. */
const VALUES: Partial<Record<FilterKey, { is: (value: string) => boolean; expected: string }>> = {
  vni: { is: value => isWithin(value, 0, 16_777_215), expected: 'a whole number from 0 to 16777215' },
  vlan: { is: value => isWithin(value, 1, 4094), expected: 'a whole number from 1 to 4094' },
  mac: { is: value => normalizeMac(value) !== null, expected: 'a MAC or a part of one, in any notation' },
  kind: { is: value => FdbKind.safeParse(value.toLowerCase()).success, expected: FdbKind.options.join(', ') },
  state: { is: value => State.safeParse(value.toLowerCase()).success, expected: State.options.join(', ') },
}

const badValue = (key: FilterKey, value: string): WordProblem | null => {
  const rule = VALUES[key]
  if (rule === undefined || value === '' || rule.is(value)) return null
  return {
    code: 'badValue',
    message: `"${key}:${value}" can match nothing.`,
    hint: `After "${key}:" stands ${rule.expected}.`,
    instead: null,
  }
}

const parseWord = (text: string): QueryWord => {
  const colon = text.indexOf(':')
  const name = text.slice(0, Math.max(0, colon)).toLowerCase()
  const value = text.slice(colon + 1)
  const key = keyOf(name)
  if (key !== null) return { text, key, value, problem: badValue(key, value) }
  const bare = colon < 0 || OWN_COLONS.test(text)
  return { text, key: null, value: text, problem: bare ? null : unknownFilter(name, value) }
}

/** The words of a query, in order. */
export const parseQueryWords = (q: string): QueryWord[] =>
  q
    .split(/\s+/)
    .filter(text => text !== '')
    .map(parseWord)
