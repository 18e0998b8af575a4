import type { ChangeNode } from '@/lib/model/change'
import type { Reading } from '@/lib/model/reading'
import { familyOf, isNodeLocal } from '@/lib/overlay/addresses'
import { ALL_ZERO, canonical, type Device, deviceFamily, deviceOf } from './device'
import { type Draft, peersOf } from './draft'
import { type ChangeFacts, UNKNOWN_SYSTEM } from './facts'
import { type Finding, linkOf, type Peer, warn } from './finding'
import { dialectOf, hasRemote } from './vyos-dialect'

/** An end that a change makes, or moves to another address, in a VNI whose other ends know each other by their addresses. */
interface NewEnd {
  node: string
  vni: number
  /** `null`: what it will send from isn't known. */
  address: string | null
  members: Peer[]
}

const destinations = ({ remote, flood }: Device): string[] => [...(remote === null ? [] : [remote]), ...flood]

/** The address that a device will send from (`vxlan_get_route`): its own, else one of its underlay device. */
const sourceOf = (device: Device, reading: Reading): string | null => {
  if (device.local !== null) return device.local
  const own = linkOf(reading, device.link)?.addresses.map(({ address }) => canonical(address)) ?? []
  return own.find(address => familyOf(address) === deviceFamily(device) && !isNodeLocal(address)) ?? null
}

const newEnd = (draft: Draft, drafts: readonly Draft[], facts: ChangeFacts): NewEnd[] => {
  const { change, given } = draft
  const wanted = given?.wanted
  if (!given || !wanted || wanted.group !== null) return []
  const address = sourceOf(wanted, given.reading)
  if (given.before !== null && sourceOf(given.before, given.reading) === address) return []
  const members = peersOf(draft, drafts, facts).filter(({ group }) => group === null)
  return [{ node: change.node, vni: wanted.vni, address, members }]
}

/** Why a device can't be given one more remote; `null` where it can. */
const whyNot = (reading: Reading, device: Device, address: string): string | null => {
  const { platform, os } = reading.profile
  const known = destinations(device)
  const isExtern = reading.fdb.some(
    ({ ifname, mac, flags }) => ifname === device.name && mac === ALL_ZERO && flags.includes('extern_learn'),
  )
  if (isExtern) return 'its flood list comes from a control plane (EVPN), which must announce the new end'
  if (known.length > 0 && deviceFamily(device) !== familyOf(address)) return 'it sends over the other IP family'
  const dialect = platform === 'vyos' ? dialectOf(UNKNOWN_SYSTEM, os) : null
  if (platform !== 'vyos') return null
  if (dialect === null) return 'which release of VyOS it is could not be told'
  if (!hasRemote(UNKNOWN_SYSTEM, os)) return `${os ?? dialect.title} has no remote; it came with 1.1.2`
  if (!dialect.ipv6 && familyOf(address) === 'ipv6') return `${dialect.title} takes IPv4 alone`
  const [first] = known
  return first !== undefined && !dialect.manyRemotes ? `${dialect.title} takes one remote, and it has ${first}` : null
}

type Told = { offer: ChangeNode } | { why: string } | null

/** What becomes of one other end: nothing is lacking, a change of it is offered, or why there is none. */
const look = (member: Peer, address: string, drafts: readonly Draft[], facts: ChangeFacts): Told => {
  const { node, ifname } = member
  const draft = drafts.find(({ change }) => change.node === node)
  if (draft !== undefined && draft.change.name !== ifname)
    return { why: 'its node has another device in this change: change it afterwards' }
  if (draft !== undefined) {
    const wanted = draft.given?.wanted ?? null
    const floods = wanted === null || wanted.group !== null || destinations(wanted).includes(address)
    return floods ? null : { why: 'this change does not name it there' }
  }
  const reading = facts.readings.get(node)
  const link = reading && linkOf(reading, ifname)
  const device = link && deviceOf(reading, link)
  const isLive = facts.overlay.nodes.some(each => each.name === node && each.state === 'live')
  if (!device || !isLive) return { why: 'how its node is now is not known' }
  const known = destinations(device)
  if (known.includes(address)) return null
  const why = whyNot(reading, device, address)
  if (why !== null) return { why }
  return { offer: { node, action: 'update', name: ifname, vni: device.vni, remotes: [...known, address] } }
}

/** One offer a node: what several new ends ask of it together. */
const merge = (offers: readonly ChangeNode[]): ChangeNode[] => {
  const merged = new Map<string, ChangeNode>()
  for (const offer of offers) {
    const before = merged.get(offer.node)
    if (before !== undefined && before.name !== offer.name) continue
    merged.set(offer.node, { ...offer, remotes: [...new Set([...(before?.remotes ?? []), ...(offer.remotes ?? [])])] })
  }
  return [...merged.values()]
}

export interface OtherEnds {
  /** Changes of other ends that belong to this one, for the new ends to be flooded to. */
  offers: ChangeNode[]
  /** What is to be said of it at a node of the change. */
  findings(node: string): Finding[]
}

/**
 * In a VNI without a group an end hears of what is flooded only where the other ends have its address in their remotes. What of
 * that a change leaves out is offered as a part of it; where a platform can't take one more, it is said why.
 */
export const otherEndsOf = (drafts: readonly Draft[], facts: ChangeFacts): OtherEnds => {
  const offers: ChangeNode[] = []
  const found = new Map<string, Finding[]>()
  for (const { node, address, members } of drafts.flatMap(draft => newEnd(draft, drafts, facts))) {
    const told: Finding[] = []
    const offered: string[] = []
    if (address === null && members.length > 0)
      told.push(warn('local', 'the address it sends from is not known, so no other end can be told to flood to it'))
    for (const member of address === null ? [] : members) {
      const seen = look(member, address ?? '', drafts, facts)
      const name = `${member.ifname} of ${member.node}`
      if (seen !== null && 'why' in seen)
        told.push(warn('remotes', `${name} will not flood to ${address}: ${seen.why}`))
      if (seen === null || 'why' in seen) continue
      offers.push(seen.offer)
      offered.push(name)
    }
    if (offered.length > 0)
      told.push(
        warn(
          'remotes',
          `${offered.join(', ')} ${offered.length === 1 ? 'does' : 'do'} not flood to ${address} yet: the plan offers to change that too`,
        ),
      )
    found.set(node, told)
  }
  return { offers: merge(offers), findings: node => found.get(node) ?? [] }
}
