import type { Finding, Severity, ToldFinding } from '@/lib/model/finding'
import type { Iso } from '@/lib/model/overlay'
import type { SilenceRequest } from '@/lib/model/silence'

export const SEVERITIES: readonly Severity[] = ['error', 'warning', 'info']

export const SEVERITY_WORD: Record<Severity, string> = { error: 'Errors', warning: 'Warnings', info: 'Worth knowing' }

/** What a finding is about, in words: `vyos01`, `VNI 42`, `tunnel 10.0.2.1 → 10.0.2.254`. */
export const subjectWords = (subject: string): string => {
  const colon = subject.indexOf(':')
  const rest = subject.slice(colon + 1)
  switch (subject.slice(0, colon)) {
    case 'vni':
      return `VNI ${rest}`
    case 'tunnel': {
      const at = rest.indexOf(':')
      return `VNI ${rest.slice(0, at)}, ${rest.slice(at + 1).replace('>', ' → ')}`
    }
    case 'mac': {
      const at = rest.indexOf('/')
      return `VNI ${rest.slice(0, at)}, ${rest.slice(at + 1)}`
    }
    default:
      return rest
  }
}

/** Where what a finding is about is seen in the graph, and in the FDB. */
export const waysOf = (subject: string): { graph: string; fdb: string | null } => {
  const colon = subject.indexOf(':')
  const rest = subject.slice(colon + 1)
  const graph = `/?${new URLSearchParams({ sel: subject })}`
  const fdb = (q: string): string => `/fdb?${new URLSearchParams({ q })}`
  switch (subject.slice(0, colon)) {
    case 'vni':
      return { graph: `/?${new URLSearchParams({ vni: rest })}`, fdb: fdb(`vni:${rest}`) }
    case 'mac': {
      const at = rest.indexOf('/')
      return { graph, fdb: fdb(`vni:${rest.slice(0, at)} ${rest.slice(at + 1)}`) }
    }
    case 'node':
      return { graph, fdb: fdb(`node:${rest}`) }
    case 'vtep':
      return { graph, fdb: fdb(`dst:${rest.slice(rest.lastIndexOf('/') + 1)}`) }
    default:
      return { graph, fdb: null }
  }
}

/** Of nodes that aren't read now, those whose lines a finding stands on, each with when its newest was read: it may be otherwise there by now. */
export const staleNodesOf = (
  { evidence }: Pick<Finding, 'evidence'>,
  unread: ReadonlySet<string>,
): { node: string; readAt: Iso }[] => {
  const newest = new Map<string, Iso>()
  for (const { node, readAt } of evidence)
    if (unread.has(node) && readAt > (newest.get(node) ?? '')) newest.set(node, readAt)
  return [...newest].map(([node, readAt]) => ({ node, readAt }))
}

/** How many want somebody, and how badly: what stands at the way to the page. `null` where there are none. */
export const badgeOf = (
  findings: readonly Pick<ToldFinding, 'severity' | 'silence'>[],
): { count: number; worst: 'bad' | 'warn' } | null => {
  const wanting = findings.filter(({ severity, silence }) => severity !== 'info' && silence === null)
  if (wanting.length === 0) return null
  return { count: wanting.length, worst: wanting.some(({ severity }) => severity === 'error') ? 'bad' : 'warn' }
}

/** What may be silenced from one finding on, the narrowest first. */
export const SILENCE_SCOPES = ['finding', 'checkHere', 'subject', 'check'] as const
export type SilenceScope = (typeof SILENCE_SCOPES)[number]

type Named = Pick<Finding, 'id' | 'check' | 'subject'>

const NOTHING = { finding: null, check: null, subject: null }

/** What a silence of that scope names. */
export const silenced = (
  scope: SilenceScope,
  { id, check, subject }: Named,
): Omit<SilenceRequest, 'reason' | 'until'> => {
  if (scope === 'finding') return { ...NOTHING, finding: id }
  if (scope === 'checkHere') return { ...NOTHING, check, subject }
  return scope === 'subject' ? { ...NOTHING, subject } : { ...NOTHING, check }
}

export const scopeWords = (scope: SilenceScope, { check, subject }: Named): string => {
  if (scope === 'finding') return 'this finding'
  if (scope === 'checkHere') return `${check} of ${subjectWords(subject)}`
  return scope === 'subject' ? `all findings of ${subjectWords(subject)}` : `${check} everywhere`
}

const HOUR = 3_600_000

/** For how long something may be silenced with one click: ms. */
export const SILENCE_TIMES: readonly { label: string; ms: number }[] = [
  { label: '1 hour', ms: HOUR },
  { label: '4 hours', ms: 4 * HOUR },
  { label: '1 day', ms: 24 * HOUR },
  { label: '1 week', ms: 7 * 24 * HOUR },
  { label: '30 days', ms: 30 * 24 * HOUR },
]

export type Grouping = 'severity' | 'subject'

export interface FindingGroup {
  key: string
  title: string
  findings: ToldFinding[]
}

/** Findings as the page shows them: worst first, or what has the worst first. */
export const groupFindings = (findings: readonly ToldFinding[], by: Grouping): FindingGroup[] => {
  const groups = new Map<string, ToldFinding[]>()
  for (const finding of findings) {
    const key = finding[by]
    const group = groups.get(key)
    if (group) group.push(finding)
    else groups.set(key, [finding])
  }
  const title = (key: string): string =>
    by === 'subject'
      ? subjectWords(key)
      : (SEVERITIES.flatMap(each => (each === key ? SEVERITY_WORD[each] : []))[0] ?? key)
  return Array.from(groups, ([key, own]) => ({ key, title: title(key), findings: own }))
}
