import { expandRanges, MOST_HOSTS } from './host-range'

/** Variables as an inventory writes them: text, numbers, or something we have no use for. */
export type Vars = ReadonlyMap<string, unknown>

export interface Group {
  vars: Map<string, unknown>
  hosts: Set<string>
  children: Set<string>
}

/** An Ansible inventory as written, whichever form it has. */
export interface AnsibleInventory {
  groups: Map<string, Group>
  hosts: Map<string, Map<string, unknown>>
  notes: string[]
}

export const emptyInventory = (): AnsibleInventory => ({ groups: new Map(), hosts: new Map(), notes: [] })

export const groupOf = ({ groups }: AnsibleInventory, name: string): Group => {
  const known = groups.get(name) ?? { vars: new Map(), hosts: new Set(), children: new Set() }
  groups.set(name, known)
  return known
}

const hostOf = ({ hosts }: AnsibleInventory, name: string): Map<string, unknown> => {
  const known = hosts.get(name) ?? new Map<string, unknown>()
  hosts.set(name, known)
  return known
}

/** More than anybody reads; they are cut short again where they are shown. */
const MOST_NOTES = 100

export const note = ({ notes }: AnsibleInventory, text: string): void => {
  if (notes.length < MOST_NOTES) notes.push(text)
}

export const isFull = ({ hosts }: AnsibleInventory): boolean => hosts.size >= MOST_HOSTS

export const noteFull = (inventory: AnsibleInventory, where: string): void =>
  note(inventory, `${where}: not read, a range that runs backwards, or more than ${MOST_HOSTS} hosts`)

/** Puts the hosts that a pattern stands for into a group, and gives the variables of each; none where there are too many. */
export const addHosts = (
  inventory: AnsibleInventory,
  group: string,
  pattern: string,
  where: string,
): Map<string, unknown>[] => {
  const names = expandRanges(pattern)
  const fresh = names?.filter(name => !inventory.hosts.has(name)).length ?? 0
  if (names === null || inventory.hosts.size + fresh > MOST_HOSTS) {
    noteFull(inventory, where)
    return []
  }
  const { hosts } = groupOf(inventory, group)
  return names.map(name => {
    hosts.add(name)
    return hostOf(inventory, name)
  })
}

/** How deep each group lies: a child lies below all its parents. Groups that hold themselves have no depth. */
export const depths = (groups: ReadonlyMap<string, Group>): { depth: Map<string, number>; circular: string[] } => {
  const parents = new Map([...groups.keys()].map(name => [name, 0]))
  for (const { children } of groups.values())
    for (const child of children) parents.set(child, (parents.get(child) ?? 0) + 1)
  const depth = new Map([...parents].filter(([, count]) => count === 0).map(([name]) => [name, 0]))
  const free = [...depth.keys()]
  for (let name = free.pop(); name !== undefined; name = free.pop()) {
    for (const child of groups.get(name)?.children ?? []) {
      depth.set(child, Math.max(depth.get(child) ?? 0, (depth.get(name) ?? 0) + 1))
      const left = (parents.get(child) ?? 1) - 1
      parents.set(child, left)
      if (left === 0) free.push(child)
    }
  }
  return { depth, circular: [...parents].filter(([, left]) => left > 0).map(([name]) => name) }
}

/** The groups that each group is in, directly or not, itself first. */
const ancestorsOf = (groups: ReadonlyMap<string, Group>): ((name: string) => ReadonlySet<string>) => {
  const parents = new Map<string, string[]>()
  for (const [name, { children }] of groups)
    for (const child of children) parents.set(child, [...(parents.get(child) ?? []), name])
  const known = new Map<string, ReadonlySet<string>>()
  return name => {
    const before = known.get(name)
    if (before) return before
    const found = new Set([name])
    for (const one of found) for (const parent of parents.get(one) ?? []) found.add(parent)
    known.set(name, found)
    return found
  }
}

export interface ResolvedHost {
  name: string
  vars: Vars
  /** Groups it is in, without `all` and `ungrouped`. */
  groups: string[]
}

/** Each host with the variables that hold for it: those of `all`, of its groups from the outermost in, its own (Ansible's user guide, "How variables are merged"). */
export const resolveHosts = ({ groups, hosts }: AnsibleInventory): ResolvedHost[] => {
  const { depth } = depths(groups)
  const ancestors = ancestorsOf(groups)
  const direct = new Map<string, string[]>()
  for (const [name, group] of groups)
    for (const host of group.hosts) direct.set(host, [...(direct.get(host) ?? []), name])
  const rank = (name: string): number => (name === 'all' ? -1 : (depth.get(name) ?? 0))
  return [...hosts].map(([name, own]) => {
    const all = new Set((direct.get(name) ?? []).flatMap(group => [...ancestors(group)]))
    if (groups.has('all')) all.add('all')
    const ordered = [...all].sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1))
    const vars = new Map(ordered.flatMap(group => [...(groups.get(group)?.vars ?? [])]))
    for (const [key, value] of own) vars.set(key, value)
    return { name, vars, groups: ordered.filter(group => group !== 'all' && group !== 'ungrouped') }
  })
}
