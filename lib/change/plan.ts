import { type Change, type ChangeRefusal, type FieldProblem, type Persist, refusalOf } from '@/lib/model/change'
import type { Expect, Plan, PlanNode } from '@/lib/model/plan'
import { fail, ok, type Result } from '@/lib/model/result'
import { checkAddresses, checkBridge, checkPath, checkUse } from './check-addresses'
import { checkLimits, checkPersist } from './check-limits'
import { checkLoss } from './check-target'
import { checkCollision, checkMtu, checkPeers, checkUnderlay } from './check-underlay'
import type { Device } from './device'
import { basisOf, digestOf } from './digest'
import { type Draft, draftOf, peersOf } from './draft'
import { expectDevice, expectNone } from './expect'
import type { ChangeFacts } from './facts'
import { type Case, type Finding, linkOf, type Peer, refuse } from './finding'
import { otherEndsOf } from './other-ends'
import { linuxGoes, persistedBy, planLinux } from './plan-linux'
import { buildVyosCommands, carryOver, configOf, configOfDevice, fitsVyos } from './vyos'
import type { Dialect } from './vyos-dialect'

export interface PlanOptions {
  /** ms since 1970. */
  now: number
  /** Seconds a plan may be applied for. */
  validFor: number
  /** SHA-256 of a text, as hexadecimal digits: the rooms that are pure have none of their own. */
  hash: (text: string) => string
}

/** An address that this change gives to two nodes. */
const checkTwice = ({ change, given }: Draft, drafts: readonly Draft[]): Finding[] => {
  const others = drafts.filter(draft => draft.change.node !== change.node)
  return (given?.wanted?.addresses ?? []).flatMap(cidr => {
    const [address] = cidr.split('/')
    const twin = others.find(draft => draft.given?.wanted?.addresses.some(each => each.split('/')[0] === address))
    return twin ? [refuse('addresses', `this change gives ${address ?? ''} to ${twin.change.node} too`)] : []
  })
}

const isSame = (before: Device | null, wanted: Device | null): boolean =>
  before !== null && wanted !== null && JSON.stringify(before) === JSON.stringify(wanted)

const vyosGoes = (before: Device | null, wanted: Device | null): boolean => {
  if (before === null) return false
  if (wanted === null) return true
  const rebuilt = ['vni', 'group', 'remote', 'link', 'local', 'port', 'ttl', 'tos', 'df', 'learning'] as const
  return rebuilt.some(key => before[key] !== wanted[key]) || before.flood.join() !== wanted.flood.join()
}

const persistOf = ({ change, facts }: Draft, dialect: Dialect | null): Persist =>
  change.persist ?? (dialect === null ? persistedBy(facts.system, change.name) : 'vyos')

const check = (given: Case, persist: Persist): Finding[] => [
  ...(isSame(given.before, given.wanted) && persist !== 'netplan' && persist !== 'networkd'
    ? [refuse('', `${given.change.name} is as asked for already: there is nothing to change`)]
    : []),
  ...checkUnderlay(given),
  ...checkLimits(given),
  ...checkMtu(given),
  ...checkCollision(given),
  ...checkAddresses(given),
  ...checkBridge(given),
  ...checkUse(given),
  ...checkPath(given),
  ...checkPersist(given, persist),
  ...checkPeers(given),
  ...checkLoss(given),
]

/** A bridge is one; a VRF, which is a `master` too, is not. */
const onBridge = (given: Case, device: Device): Device =>
  linkOf(given.reading, device.bridge)?.kind === 'bridge' || device.bridge === given.change.bridge
    ? device
    : { ...device, bridge: null }

const planVyos = (given: Case, dialect: Dialect, persist: Persist) => {
  const { before, wanted, system, change, goes } = given
  const [from, to] = [before, wanted].map(device => (device === null ? [] : configOf(onBridge(given, device), dialect)))
  const read = configOfDevice(system.vyos.config ?? [], change.name)
  const isRead = system.vyos.config !== null && read.length > 0
  const [old, made] = isRead
    ? [read, wanted === null ? [] : carryOver(read, from ?? [], to ?? [])]
    : [from ?? [], to ?? []]
  const anew = goes && !dialect.inPlace
  const { diff, ...lines } = buildVyosCommands(change.name, old, made, { anew, saves: persist === 'vyos' })
  const unsaid = old.filter(path => !path.every(fitsVyos)).length
  const notes = [
    ...(before !== null && !isRead
      ? [{ field: null, message: 'its configuration could not be read: the undo is made from what the kernel shows' }]
      : []),
    ...(unsaid > 0 ? [{ field: null, message: `${unsaid} of its settings can not be set again by an undo` }] : []),
  ]
  return { ...lines, diff: diff.join('\n'), notes }
}

/** VyOS sets what a change doesn't name, and keeps a description in its configuration alone. */
const expectVyos = (device: Device, dialect: Dialect, isNew: boolean): Expect => {
  const { alias: _, ...expected } = expectDevice(device)
  if (dialect.fixedTtl !== null) return { ...expected, ttl: dialect.fixedTtl }
  return isNew && dialect.parameters ? { ttl: 16, ...expected } : expected
}

const expectOf = (given: Case, device: Device | null, persist: Persist, isNew: boolean): Expect => {
  if (device === null) return expectNone(given.change.name)
  if (given.dialect !== null) return expectVyos(device, given.dialect, isNew)
  const { alias, ...expected } = expectDevice(device)
  return persist === 'netplan' ? expected : { ...expected, alias: alias ?? null }
}

const planNode = (
  given: Case,
  { persist, warnings, hash }: { persist: Persist; warnings: readonly Finding[]; hash: PlanOptions['hash'] },
): PlanNode => {
  const { change, dialect, before, wanted, goes, reading, system, link } = given
  const lines =
    dialect === null
      ? { ...planLinux({ reading, system, link, before, wanted, persist }), notes: [] }
      : planVyos(given, dialect, persist)
  const method = dialect?.method ?? 'linux'
  return {
    node: change.node,
    action: change.action,
    name: change.name,
    method,
    persist,
    commands: lines.commands,
    undo: lines.undo,
    expect: expectOf(given, wanted, persist, before === null || goes),
    before: expectOf(given, before, persist, false),
    basis: basisOf(given, hash),
    diff: lines.diff,
    warnings: [
      ...warnings.map(({ field, message }) => ({ field: field === '' ? null : field, message })),
      ...lines.notes,
    ],
  }
}

/**
 * What each node is told, how that is undone, and what must be true afterwards; or all that stands against it, with node and
 * field. Changes nothing and asks nobody. What a node would refuse is refused here, as is whatever would cut our own path to it.
 */
export const planChange = (change: Change, facts: ChangeFacts, options: PlanOptions): Result<Plan, ChangeRefusal> => {
  const drafts = change.nodes.map(node => draftOf(node, change.nodes, facts))
  const problems: FieldProblem[] = []
  const { offers, findings } = otherEndsOf(drafts, facts)
  const planned = drafts.flatMap(draft => {
    const { node } = draft.change
    const given = draft.given && caseOf(draft.given, peersOf(draft, drafts, facts), facts)
    const persist = persistOf(draft, given?.dialect ?? null)
    const own = given ? check(given, persist) : []
    const found = [...draft.target, ...checkTwice(draft, drafts), ...own, ...findings(node)]
    const refused = found.filter(({ refuses }) => refuses)
    problems.push(...refused.map(({ field, message }) => ({ node, field, message })))
    if (!given || refused.length > 0) return []
    return [planNode(given, { persist, warnings: found, hash: options.hash })]
  })
  if (problems.length > 0) return fail(refusalOf(problems))
  return ok({
    digest: digestOf(planned, options.hash),
    expiresAt: new Date(options.now + options.validFor * 1000).toISOString(),
    nodes: planned,
    offers,
  })
}

const caseOf = (given: NonNullable<Draft['given']>, peers: Peer[], { overlay }: ChangeFacts): Case => {
  const { dialect, before, wanted } = given
  const goes = dialect === null ? linuxGoes(given) : vyosGoes(before, wanted)
  return { ...given, peers, overlay, goes }
}
