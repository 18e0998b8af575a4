import type { ChangeNode } from '@/lib/model/change'
import { type Family, familyOf } from '../addresses'
import type { Remedy } from './check'
import type { Member } from './ground'

/** Members that tell something, by what they tell. */
export const groupedBy = <V extends string | number>(
  members: readonly Member[],
  tells: (member: Member) => V | null,
): Map<V, Member[]> => {
  const groups = new Map<V, Member[]>()
  for (const member of members) {
    const value = tells(member)
    if (value === null) continue
    const group = groups.get(value)
    if (group) group.push(member)
    else groups.set(value, [member])
  }
  return groups
}

/** What most have; of equally many the first by `before`. `null` where there are not two to compare. */
export const usual = <V extends string | number>(
  groups: ReadonlyMap<V, readonly Member[]>,
  before: (a: V, b: V) => number,
): V | null => {
  if (groups.size < 2) return null
  const [first] = [...groups].sort(([a, one], [b, other]) => other.length - one.length || before(a, b))
  return first?.[0] ?? null
}

export const ascending = (a: number, b: number): number => a - b
export const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/** A change of a member's device; none for what a change doesn't touch. */
export const changeOf = ({ node, link, range }: Member, fields: Partial<ChangeNode>): Remedy[] =>
  link.vxlan?.external || range ? [] : [{ change: { node, action: 'update', name: link.ifname, ...fields } }]

/** `vyos01 and ubuntu`, `a, b and 3 more`. */
export const names = (members: readonly { node: string }[]): string => {
  const all = [...new Set(members.map(({ node }) => node))]
  if (all.length <= 1) return all.join('')
  if (all.length > 3) return `${all.slice(0, 2).join(', ')} and ${all.length - 2} more`
  return `${all.slice(0, -1).join(', ')} and ${all.at(-1)}`
}

export const nodeSubject = (node: string): string => `node:${node}`
export const vniSubject = (vni: number): string => `vni:${vni}`

/** Bytes that VXLAN puts around a frame (RFC 7348 §5): outer IP, UDP and VXLAN header, inner Ethernet. */
export const OVERHEAD: Record<Family, number> = { ipv4: 50, ipv6: 70 }

export const familyOfMember = ({ address, group, remote }: Member): Family | null => {
  const known = address ?? group ?? remote
  return known === null ? null : familyOf(known)
}
