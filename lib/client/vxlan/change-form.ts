import { z } from 'zod'
import { type Change, type FieldProblem, parseChange } from '@/lib/model/change'
import type { Limits, NodeOptions, PresentDevice } from '@/lib/model/node-options'

/** What is each node's own, as it is typed: text everywhere, empty for what isn't said. */
export const NodePart = z.object({
  node: z.string(),
  name: z.string(),
  link: z.string(),
  local: z.string(),
  addresses: z.string(),
  remotes: z.string(),
  bridge: z.string(),
  vlan: z.string(),
  persist: z.string(),
})
export type NodePart = z.infer<typeof NodePart>

/** A change over several nodes as it is typed: what they have in common, and what is each one's own. */
export const ChangeForm = z.object({
  vni: z.string(),
  flood: z.enum(['group', 'remotes']),
  group: z.string(),
  port: z.string(),
  mtu: z.string(),
  ttl: z.string(),
  tos: z.string(),
  df: z.string(),
  learning: z.string(),
  ageing: z.string(),
  description: z.string(),
  nodes: z.array(NodePart),
})
export type ChangeForm = z.infer<typeof ChangeForm>

export const COMMON = ['vni', 'group', 'port', 'mtu', 'ttl', 'tos', 'df', 'learning', 'ageing', 'description'] as const
export type CommonField = (typeof COMMON)[number]
const OWN = ['name', 'link', 'local', 'addresses', 'remotes', 'bridge', 'vlan', 'persist'] as const
export type OwnField = (typeof OWN)[number]

const isCommon = (field: string): field is CommonField => COMMON.some(each => each === field)
const isOwn = (field: string): field is OwnField => OWN.some(each => each === field)

/** A list as it is typed: words with blanks or commas between. */
export const wordsOf = (text: string): string[] => text.split(/[\s,]+/).filter(word => word !== '')

/** What isn't digits is no number, and is told so. */
const numberOf = (text: string): number | undefined => {
  const typed = text.trim()
  if (typed === '') return undefined
  return /^\d{1,9}$/.test(typed) ? Number(typed) : Number.NaN
}
const textOf = (text: string): string | undefined => text.trim() || undefined
const truthOf = (text: string): boolean | undefined => (text === '' ? undefined : text === 'on')

/** What of an optional setting a node can be told at all. */
const settable = (limits: Limits | null, field: 'ttl' | 'tos' | 'df' | 'learning' | 'ageing' | 'local' | 'vlan') =>
  limits?.[field] !== false

type Fields = Record<string, unknown>

const optional = (form: ChangeForm, part: NodePart, limits: Limits | null): Fields => ({
  ...(settable(limits, 'ttl') && { ttl: numberOf(form.ttl) }),
  ...(settable(limits, 'tos') && { tos: numberOf(form.tos) }),
  ...(settable(limits, 'df') && { df: textOf(form.df) }),
  ...(settable(limits, 'learning') && { learning: truthOf(form.learning) }),
  ...(settable(limits, 'ageing') && { ageing: numberOf(form.ageing) }),
  ...(settable(limits, 'local') && { local: textOf(part.local) }),
  ...(settable(limits, 'vlan') && { vlan: numberOf(part.vlan) }),
})

const said = (fields: Fields): Fields =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined))

const create = (form: ChangeForm, part: NodePart, limits: Limits | null): Fields => {
  const addresses = wordsOf(part.addresses)
  return said({
    node: part.node,
    action: 'create',
    name: part.name.trim(),
    vni: numberOf(form.vni),
    ...(form.flood === 'group' ? { group: textOf(form.group) } : { remotes: wordsOf(part.remotes) }),
    link: textOf(part.link),
    port: numberOf(form.port),
    mtu: numberOf(form.mtu),
    addresses: addresses.length > 0 ? addresses : undefined,
    description: textOf(form.description),
    bridge: textOf(part.bridge),
    persist: textOf(part.persist),
    ...optional(form, part, limits),
  })
}

const sameSet = (a: readonly string[], b: readonly string[]): boolean => [...a].sort().join() === [...b].sort().join()

/** Where frames are flooded to, if that is to be another place. */
const floodChange = (form: ChangeForm, part: NodePart, before: PresentDevice): Fields => {
  if (form.flood === 'group') {
    const group = textOf(form.group)
    return group === undefined || group === before.group ? {} : { group }
  }
  const remotes = wordsOf(part.remotes)
  return before.group === null && sameSet(remotes, before.remotes) ? {} : { remotes }
}

/** What differs from how the device is; empty where nothing does. What is left empty stays as it is. */
const update = (form: ChangeForm, part: NodePart, limits: Limits | null, before: PresentDevice): Fields => {
  const { description, bridge } = before
  const wanted: Fields = said({
    link: textOf(part.link),
    port: numberOf(form.port),
    mtu: numberOf(form.mtu),
    ...optional(form, part, limits),
    persist: textOf(part.persist),
  })
  const was: Fields = { ...before }
  const addresses = wordsOf(part.addresses)
  const changed: Fields = {
    ...Object.fromEntries(Object.entries(wanted).filter(([field, value]) => was[field] !== value)),
    ...floodChange(form, part, before),
    ...(sameSet(addresses, before.addresses) ? {} : { addresses }),
    ...(form.description.trim() === '' || form.description.trim() === description
      ? {}
      : { description: form.description.trim() }),
    ...(part.bridge === (bridge ?? '') ? {} : { bridge: part.bridge }),
  }
  if (Object.keys(changed).length === 0) return {}
  return { node: part.node, action: 'update', name: part.name, vni: before.vni, persist: before.persist, ...changed }
}

/** What the form is about: each node's options, and in an edit each one's device as it is. */
export interface FormCase {
  options: ReadonlyMap<string, NodeOptions>
  /** By node; empty where devices are made. */
  before: ReadonlyMap<string, PresentDevice>
}

/** What was typed as a change, not checked yet. In an edit, nodes where nothing differs are left out. */
export const toChange = (form: ChangeForm, { options, before }: FormCase): { nodes: Fields[] } => ({
  nodes: form.nodes
    .map(part => {
      const limits = options.get(part.node)?.limits ?? null
      const device = before.get(part.node)
      return device === undefined ? create(form, part, limits) : update(form, part, limits, device)
    })
    .filter(fields => Object.keys(fields).length > 0),
})

/** Where something of the form stands: `nodes` is the choice of nodes, `nodes.0.node` a node as a whole. */
export type FormPlace = CommonField | 'nodes' | `nodes.${number}.${OwnField | 'node'}`

export interface PlacedProblem {
  place: FormPlace
  message: string
}

/** A name with digits in it is written as it is. */
const sentence = (text: string): string => (/^[a-z]+ /.test(text) ? text.charAt(0).toUpperCase() + text.slice(1) : text)

/** Nodes are named where not all of them say the same. */
const together = (problems: readonly FieldProblem[], of: number): string => {
  const messages = new Map<string, string[]>()
  for (const { node, message } of problems) messages.set(message, [...(messages.get(message) ?? []), node])
  return Array.from(messages, ([message, nodes]) =>
    nodes.length === of ? sentence(message) : `${nodes.join(', ')}: ${message}`,
  ).join('; ')
}

const placeOf = (problem: FieldProblem, { nodes }: Pick<ChangeForm, 'nodes'>): FormPlace => {
  const [field = ''] = problem.field.split('.')
  if (isCommon(field)) return field
  const index = nodes.findIndex(({ node }) => node === problem.node)
  return index < 0 ? 'nodes' : `nodes.${index}.${isOwn(field) ? field : 'node'}`
}

/**
 * Where in the form each problem of a change stands: at the field it is about; at the node where it is about no field of it,
 * and at `nodes` where it is about none.
 */
export const placeProblems = (problems: readonly FieldProblem[], form: Pick<ChangeForm, 'nodes'>): PlacedProblem[] => {
  const places = new Map<FormPlace, FieldProblem[]>()
  for (const problem of problems) {
    const place = placeOf(problem, form)
    places.set(place, [...(places.get(place) ?? []), problem])
  }
  return Array.from(places, ([place, found]) => ({
    place,
    message: isCommon(place)
      ? together(found, form.nodes.length)
      : [...new Set(found.map(({ message }) => sentence(message)))].join('; '),
  }))
}

const pathOf = (place: FormPlace): (string | number)[] =>
  place.split('.').map(part => (/^\d+$/.test(part) ? Number(part) : part))

const NOTHING = 'Nothing differs from how it is yet.'

/** Reads the form as a change by the schema that REST and files are read by; what is wrong stands at its field. */
export const changeFromForm = (given: FormCase) =>
  ChangeForm.transform((form, context): Change => {
    const change = toChange(form, given)
    if (change.nodes.length === 0) {
      const message = form.nodes.length === 0 ? 'Choose a node.' : NOTHING
      context.addIssue({ code: 'custom', path: ['nodes'], message })
      return z.NEVER
    }
    const parsed = parseChange(change)
    if (parsed.ok) return parsed.value
    for (const { place, message } of placeProblems(parsed.error.fields, form))
      context.addIssue({ code: 'custom', path: pathOf(place), message })
    return z.NEVER
  })
