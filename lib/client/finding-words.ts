import type { Finding, Severity } from '@/lib/model/finding'

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

/** How many want somebody, and how badly: what stands at the way to the page. `null` where there are none. */
export const badgeOf = (findings: readonly Finding[]): { count: number; worst: 'bad' | 'warn' } | null => {
  const wanting = findings.filter(({ severity }) => severity !== 'info')
  if (wanting.length === 0) return null
  return { count: wanting.length, worst: wanting.some(({ severity }) => severity === 'error') ? 'bad' : 'warn' }
}
