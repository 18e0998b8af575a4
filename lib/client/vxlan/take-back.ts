import type { AppliedChange } from '@/lib/model/apply'
import { type ChangeNode, parseChange } from '@/lib/model/change'
import type { Limits, NodeOptions } from '@/lib/model/node-options'
import type { Expect, PlanNode } from '@/lib/model/plan'

/** What the kernel makes of a setting that isn't named. */
const DEFAULTS: Readonly<Record<string, unknown>> = { ttl: 0, tos: 0, df: 'unset', learning: true, ageing: 300 }

const SETTINGS = ['local', 'ttl', 'tos', 'df', 'learning', 'ageing'] as const

type Fields = Record<string, unknown>

const floodsTo = ({ group, remote, flood = [] }: Expect): Fields =>
  group ? { group } : { remotes: [...new Set([...(remote ? [remote] : []), ...flood])] }

/** A device as a change would name it, as far as its node takes it. */
const fieldsOf = (device: Expect, limits: Limits): Fields => ({
  ...floodsTo(device),
  ...{ link: device.link ?? undefined, mtu: device.mtu, addresses: device.addresses },
  ...(limits.fixedPort === null && { port: device.port }),
  ...Object.fromEntries(SETTINGS.filter(key => limits[key]).map(key => [key, device[key] ?? undefined])),
  bridge: device.master ?? '',
  description: device.alias === undefined ? undefined : (device.alias ?? ''),
})

const told = (fields: Fields): Fields =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined))

const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b)

/** A device that was removed, as it was. */
const again = (before: Expect, limits: Limits): Fields =>
  Object.fromEntries(
    Object.entries(told(fieldsOf(before, limits))).filter(
      ([key, value]) => value !== '' && !isSame(value, DEFAULTS[key]),
    ),
  )

interface Back {
  fields: Fields
  /** Settings that had no value before, and which a change can't take away again. */
  left: string[]
}

/** What a change made another of a device that stays. */
const asBefore = ({ before, expect }: PlanNode, limits: Limits): Back => {
  const [was, is] = [fieldsOf(before, limits), fieldsOf(expect, limits)]
  const keys = Object.keys({ ...was, ...is }).filter(key => !isSame(was[key], is[key]))
  const fields = told(Object.fromEntries(keys.map(key => [key, was[key]])))
  const isSwap = (key: string): boolean =>
    (key === 'group' || key === 'remotes') && ('group' in fields || 'remotes' in fields)
  return { fields, left: keys.filter(key => !(key in fields) && !isSwap(key)) }
}

/** The change that takes another one back, as far as that was kept. */
export interface TakenBack {
  nodes: ChangeNode[]
  /** By node, what stays as the change made it. */
  left: { node: string; fields: string[] }[]
}

const backOf = (plan: PlanNode, limits: Limits): Back => {
  if (plan.action === 'create') return { fields: {}, left: [] }
  return plan.action === 'delete' ? { fields: again(plan.before, limits), left: [] } : asBefore(plan, limits)
}

const DESCRIPTION =
  /^(?:set interfaces vxlan \S+ description (?:'(.*)'|(\S+))|delete interfaces vxlan \S+ description)$/

/** VyOS keeps a description in its configuration alone: of what there was before only the undo tells. */
const described = ({ before, undo }: PlanNode): Fields => {
  const line = before.alias === undefined ? undo.map(each => DESCRIPTION.exec(each)).find(each => each !== null) : null
  return line ? { description: line[1] ?? line[2] ?? '' } : {}
}

const OPPOSITE = { create: 'delete', delete: 'create', update: 'update' } as const

/**
 * What a kept change made goes, what it removed comes again, and what it changed is as before. `null` where it kept nothing, or
 * nothing is known of a node of it.
 */
export const takeBack = (
  { plan, nodes }: Pick<AppliedChange, 'plan' | 'nodes'>,
  options: ReadonlyMap<string, NodeOptions>,
): TakenBack | null => {
  const kept = plan.nodes.filter(({ node }) => nodes.some(each => each.node === node && each.state === 'kept'))
  const backs = kept.flatMap(each => {
    const limits = options.get(each.node)?.limits
    return limits ? [{ plan: each, ...backOf(each, limits) }] : []
  })
  if (backs.length === 0 || backs.length < kept.length) return null
  const made = parseChange({
    nodes: backs.map(({ plan, fields }) => ({
      ...{ node: plan.node, action: OPPOSITE[plan.action], name: plan.name, persist: plan.persist },
      vni: plan.expect.vni ?? plan.before.vni,
      ...fields,
      ...(plan.action !== 'create' && described(plan)),
    })),
  })
  const left = backs.flatMap(({ plan: { node }, left }) => (left.length > 0 ? [{ node, fields: left }] : []))
  return made.ok ? { nodes: made.value.nodes, left } : null
}
