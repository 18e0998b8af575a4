import type { FoldItem, GroupBy } from './types'

/** Where there is nothing to put a card together by. */
export const REST = ''

const TAG = /^([^:=]+)[:=](.+)$/

/** What engineers call the places their nodes are in, the widest last. */
const PLACES = ['rack', 'pod', 'site', 'dc', 'datacenter', 'location', 'zone', 'region']

const countOf = (items: readonly FoldItem[]): Map<string, number> => {
  const counts = new Map<string, number>()
  for (const { tags } of items) for (const tag of new Set(tags)) counts.set(tag, (counts.get(tag) ?? 0) + 1)
  return counts
}

/** Of tags like `site=ams`, the keys that most nodes have and that tell them apart; places first. */
export const tagKeys = (items: readonly FoldItem[]): string[] => {
  const nodes = items.filter(item => !item.ghost)
  const values = new Map<string, { known: number; values: Set<string> }>()
  for (const { tags } of nodes) {
    for (const tag of tags) {
      const [, key, value] = TAG.exec(tag) ?? []
      if (key === undefined || value === undefined) continue
      const known = values.get(key) ?? { known: 0, values: new Set() }
      known.known += 1
      known.values.add(value)
      values.set(key, known)
    }
  }
  const rank = (key: string) => (PLACES.includes(key) ? PLACES.indexOf(key) : PLACES.length)
  return [...values]
    .filter(([, known]) => known.values.size > 1 && known.known * 2 > nodes.length)
    .map(([key]) => key)
    .sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1))
}

/** `10.64.3.17` is in `10.64.3.0/24`, `fd00:1:2:3::17` in `fd00:1:2:3::/64`: what is used where the node's own subnet tells nothing. */
const usualSubnet = (address: string): string => {
  if (!address.includes(':')) return `${address.split('.').slice(0, 3).join('.')}.0/24`
  const [head = '', tail] = address.split('::')
  const front = head.split(':').filter(Boolean)
  const back = (tail ?? '').split(':').filter(Boolean)
  const zeros = Array.from({ length: Math.max(0, 8 - front.length - back.length) }, () => '0')
  return `${[...front, ...zeros, ...back].slice(0, 4).join(':')}::/64`
}

const byTag = (items: readonly FoldItem[]) => {
  const counts = countOf(items)
  const nodes = items.filter(item => !item.ghost).length
  return ({ tags }: FoldItem): string => tags.find(tag => (counts.get(tag) ?? 0) < nodes) ?? REST
}

const bySubnet = (items: readonly FoldItem[]) => {
  const own = new Set(items.flatMap(({ subnet }) => subnet ?? []))
  return ({ subnet, address }: FoldItem): string =>
    address === null ? REST : own.size > 1 && subnet !== null ? subnet : usualSubnet(address)
}

/** What stands before the number a name ends in: `leaf` of leaf07. */
const byName = ({ name }: FoldItem): string => /^(.*?\D)\d+$/.exec(name)?.[1] ?? REST

/** The key of each card: cards of one key are one group. */
export const keyBy = (items: readonly FoldItem[], by: GroupBy): ((item: FoldItem) => string) => {
  switch (by) {
    case 'tag':
      return byTag(items)
    case 'subnet':
      return bySubnet(items)
    case 'name':
      return byName
    case 'vni':
      return ({ vni }) => (vni === null ? REST : String(vni))
    default: {
      const key = by.slice('tag='.length)
      return ({ tags }) => tags.map(tag => TAG.exec(tag)).find(found => found?.[1] === key)?.[2] ?? REST
    }
  }
}

/** What a group by this key is called. */
export const labelOf = (by: GroupBy, key: string): string => {
  if (by === 'subnet') return key === REST ? 'no VTEP' : key
  if (by === 'vni') return key === REST ? 'no VNI' : `VNI ${key}`
  if (by === 'name') return key === REST ? 'other names' : `${key}…`
  return key === REST ? 'no such tag' : key
}

const TOO_MANY = 40

const distribution = (items: readonly FoldItem[], by: GroupBy): { groups: number; largest: number } => {
  const key = keyBy(items, by)
  const counts = new Map<string, number>()
  for (const item of items) counts.set(key(item), (counts.get(key(item)) ?? 0) + 1)
  return { groups: counts.size, largest: Math.max(0, ...counts.values()) }
}

/** What these cards can be put together by: only what tells them apart. */
export const possibleBy = (items: readonly FoldItem[]): GroupBy[] => {
  const nodes = items.filter(item => !item.ghost)
  const all: GroupBy[] = [...tagKeys(items).map((key): GroupBy => `tag=${key}`), 'tag', 'subnet', 'name', 'vni']
  return all.filter(by => distribution(nodes, by).groups > 1)
}

/** What is taken where nobody has said: the first that makes a number of groups one can look over, none of them nearly all. */
export const automaticBy = (items: readonly FoldItem[]): GroupBy => {
  const nodes = items.filter(item => !item.ghost)
  const good = possibleBy(items).find(by => {
    const { groups, largest } = distribution(nodes, by)
    return by !== 'vni' && groups <= TOO_MANY && largest < nodes.length * 0.9
  })
  return good ?? 'name'
}
