import { FdbKind, type Overlay, State } from '@/lib/model/overlay'
import { FILTER_KEYS, type FilterKey } from '@/lib/overlay'
import { KIND_MEANS } from './words'

/** A word that may take the place of the one that is being typed. */
export interface Completion {
  word: string
  means: string
  /** What follows is another word, and not this one's value. */
  whole: boolean
}

/** The word that the caret is in, and where it stands. */
export interface CaretWord {
  start: number
  end: number
  /** As far as the caret. */
  typed: string
}

const KEY_MEANS: Record<FilterKey, string> = {
  vni: 'VXLAN network identifier',
  node: 'node the entry was read on',
  dst: 'remote VTEP, or a node that has it',
  mac: 'MAC or a part of one, in any notation',
  kind: 'how the entry came to be',
  state: 'how true it is',
  dev: 'device the entry stands in',
  master: 'bridge that its device is a port of',
  vlan: 'VLAN of a bridge’s entry',
}

const STATE_MEANS: Record<State, string> = {
  live: 'as last read, and the node answers',
  stale: 'was true when it was last read',
  unknown: 'never read',
}

export const wordAt = (text: string, caret: number): CaretWord => {
  const start = text.slice(0, caret).search(/\S*$/)
  const rest = text.slice(caret).search(/\s/)
  return { start, end: rest < 0 ? text.length : caret + rest, typed: text.slice(start, caret) }
}

const MOST = 40

type Value = readonly [value: string, means: string]

const distinct = (values: readonly Value[]): Value[] => [...new Map(values).entries()]

const VALUES: Record<FilterKey, (overlay: Overlay) => Value[]> = {
  vni: ({ vnis }) => vnis.map(({ vni, members }) => [String(vni), `${members.length} devices`]),
  node: ({ nodes }) => nodes.map(({ name, os, host }) => [name, os ?? host]),
  dst: ({ vteps, groups }) => [
    ...vteps.map(({ address, nodes }): Value => [address, nodes.length === 0 ? 'ghost' : nodes.join(', ')]),
    ...groups.map(({ address, vni }): Value => [address, `group of VNI ${vni}`]),
  ],
  mac: () => [],
  kind: () => FdbKind.options.map(kind => [kind, KIND_MEANS[kind]]),
  state: () => State.options.map(state => [state, STATE_MEANS[state]]),
  dev: ({ vnis }) =>
    distinct(vnis.flatMap(({ vni, members }) => members.map(({ ifname }): Value => [ifname, `VNI ${vni}`]))),
  master: () => [],
  vlan: () => [],
}

const isKey = (text: string): text is FilterKey => FILTER_KEYS.some(key => key === text)

/** What begins so first, then what has it within. */
const near = <T>(items: readonly T[], part: string, nameOf: (item: T) => string): T[] => {
  const named = items.map(item => ({ item, at: nameOf(item).toLowerCase().indexOf(part) })).filter(({ at }) => at >= 0)
  return [...named.filter(({ at }) => at === 0), ...named.filter(({ at }) => at > 0)].map(({ item }) => item)
}

/** Words that the one being typed may become: keys, and behind a colon the values that are known. None where it is whole. */
export const completions = (typed: string, overlay: Overlay | undefined): Completion[] => {
  const colon = typed.indexOf(':')
  const key = typed.slice(0, Math.max(0, colon)).toLowerCase()
  if (colon < 0)
    return near(FILTER_KEYS, typed.toLowerCase(), name => name)
      .filter(name => name.startsWith(typed.toLowerCase()))
      .map(name => ({ word: `${name}:`, means: KEY_MEANS[name], whole: false }))
  if (!isKey(key) || overlay === undefined) return []
  const part = typed.slice(colon + 1).toLowerCase()
  return near(VALUES[key](overlay), part, ([value]) => value)
    .filter(([value]) => value.toLowerCase() !== part)
    .slice(0, MOST)
    .map(([value, means]) => ({ word: `${key}:${value}`, means, whole: true }))
}

/** The text with the word at the caret replaced, and where the caret is then. */
export const complete = (text: string, { start, end }: CaretWord, { word, whole }: Completion) => {
  const rest = text.slice(end)
  const gap = whole && !rest.startsWith(' ') ? ' ' : ''
  const caret = start + word.length + (whole ? 1 : 0)
  return { text: `${text.slice(0, start)}${word}${gap}${rest}`, caret }
}
