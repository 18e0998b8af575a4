import type { ApiError } from '@/lib/model/error'
import { type CaptureNode, compareSteps, type EvidenceLine, type Place, type Step } from '@/lib/model/probe'

type Begin = Extract<EvidenceLine, { line: 'begin' }>
type Sent = Extract<EvidenceLine, { line: 'sent' }>
type End = Extract<EvidenceLine, { line: 'end' }>

/** What a probe or a capture has told so far. */
export interface Evidence {
  running: boolean
  /** It could not be begun, or was broken off. */
  error: ApiError | null
  begin: Begin | null
  nodes: readonly CaptureNode[]
  /** In their order. */
  steps: readonly Step[]
  said: readonly string[]
  sent: Sent | null
  end: End | null
}

export const NO_EVIDENCE: Evidence = {
  ...{ running: true, error: null, begin: null, nodes: [], steps: [], said: [], sent: null, end: null },
}

const replaced = <T>(all: readonly T[], next: T, isSame: (a: T) => boolean): T[] => {
  const at = all.findIndex(isSame)
  return at < 0 ? [...all, next] : all.with(at, next)
}

/** What was told before, and a line more. */
export const withLine = (before: Evidence, line: EvidenceLine): Evidence => {
  switch (line.line) {
    case 'begin':
      return { ...before, begin: line }
    case 'node':
      return { ...before, nodes: replaced(before.nodes, line.node, ({ node }) => node === line.node.node) }
    case 'step': {
      const steps = replaced(before.steps, line.step, ({ id }) => id === line.step.id)
      return { ...before, steps: steps.sort(compareSteps) }
    }
    case 'said':
      return { ...before, said: [...before.said, line.text] }
    case 'sent':
      return { ...before, sent: line }
    case 'end':
      return { ...before, end: line, running: false }
  }
}

/** A lane of the ladder: a VTEP, or a group. */
export interface Lane {
  address: string
  kind: 'vtep' | 'group'
  name: string
}

/** Lanes beyond these are left out: on paper too, nobody follows more. */
const MOST_LANES = 8

/** The sender's lane first, then groups, then the others; then by how much goes to and from them. */
export const lanesOf = ({ begin, steps }: Evidence): { lanes: Lane[]; left: number } => {
  if (begin === null) return { lanes: [], left: 0 }
  const touches = new Map<string, number>()
  const touch = (address: string | null | undefined, weight: number) => {
    if (address) touches.set(address, (touches.get(address) ?? 0) + weight)
  }
  for (const { frame, taught } of steps) {
    touch(frame?.packet.src, 1000)
    touch(frame?.packet.dst, 1000)
    if (taught) touch(placeOfNode(begin.members, taught.node), 1)
  }
  const vtep = ({ address, nodes }: Place): Lane => ({
    ...{ address, kind: 'vtep' },
    name: nodes.length === 0 ? address : nodes.join(', '),
  })
  const known = new Set([...begin.members.map(({ address }) => address), ...begin.groups])
  const ghosts = [...touches.keys()].filter(address => !known.has(address)).map(address => vtep({ address, nodes: [] }))
  const [first, ...rest] = begin.members.map(vtep)
  const others = rest.toSorted((a, b) => (touches.get(b.address) ?? 0) - (touches.get(a.address) ?? 0))
  const groups = begin.groups.map((address): Lane => ({ address, kind: 'group', name: address }))
  const all = [...(first ? [first] : []), ...groups, ...others, ...ghosts]
  return { lanes: all.slice(0, MOST_LANES), left: Math.max(0, all.length - MOST_LANES) }
}

/** The VTEP address by which a node is a member. */
export const placeOfNode = (members: readonly Place[], node: string): string | null =>
  members.find(({ nodes }) => nodes.includes(node))?.address ?? null

/** What stands in one row of the ladder: a packet, or all that one packet taught. */
export interface Row {
  id: string
  ms: number
  frame: Step | null
  taught: readonly Step[]
  /** Time since the row before, where it is long. */
  gapMs: number | null
}

/** A pause as long as this is drawn. */
const GAP_MS = 500

/** Steps as rows: rows of FDBs that the same packet taught, or that went together, stand side by side. */
export const rowsOf = (steps: readonly Step[]): Row[] => {
  const rows: Row[] = []
  for (const step of steps) {
    const before = rows.at(-1)
    const last = before?.taught.at(-1)
    const joins =
      last !== undefined &&
      step.taught !== null &&
      (step.after === null ? last.after === null && step.ms - last.ms < GAP_MS : step.after === last.after) &&
      last.taught?.event === step.taught.event &&
      before?.taught.every(({ taught }) => taught?.node !== step.taught?.node)
    if (before && joins) {
      before.taught = [...before.taught, step]
      continue
    }
    const gap = before ? step.ms - Math.max(before.ms, before.taught.at(-1)?.ms ?? 0) : 0
    const gapMs = gap >= GAP_MS ? gap : null
    rows.push({ id: step.id, ms: step.ms, frame: step.frame && step, taught: step.taught ? [step] : [], gapMs })
  }
  return rows
}

/** `0.21 ms`, `12 ms`, `1.02 s`, `4 min 12 s` */
export const offsetText = (ms: number): string => {
  if (ms < 100) return `${ms.toFixed(2)} ms`
  if (ms < 1000) return `${Math.round(ms)} ms`
  if (ms < 60_000) return `${(ms / 1000).toFixed(2)} s`
  return `${Math.floor(ms / 60_000)} min ${Math.floor((ms % 60_000) / 1000)} s`
}
