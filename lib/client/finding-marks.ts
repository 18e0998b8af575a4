import type { Severity, ToldFinding } from '@/lib/model/finding'

/** What is wrong with one thing, for a mark beside it. */
export interface FindingMark {
  worst: Severity
  count: number
  /** The verdicts, worst first. */
  verdicts: string[]
}

const SHOWN = 5

/** Subjects that a finding is about: its own, and the nodes that it would be mended on. */
export const aboutOf = ({ subject, fix }: Pick<ToldFinding, 'subject' | 'fix'>): string[] => [
  ...new Set([subject, ...fix.map(({ node }) => `node:${node}`)]),
]

/** Marks by subject. What is silenced, merely follows from another or is but worth knowing has none. */
export const marksOf = (findings: readonly ToldFinding[]): Map<string, FindingMark> => {
  const marks = new Map<string, FindingMark>()
  for (const finding of findings) {
    if (finding.silence !== null || finding.causedBy !== null || finding.severity === 'info') continue
    for (const subject of aboutOf(finding)) {
      const mark = marks.get(subject)
      if (!mark) marks.set(subject, { worst: finding.severity, count: 1, verdicts: [finding.verdict] })
      else {
        mark.count += 1
        if (mark.verdicts.length < SHOWN) mark.verdicts.push(finding.verdict)
      }
    }
  }
  return marks
}

const isSame = (a: FindingMark | undefined, b: FindingMark): boolean =>
  a !== undefined && a.worst === b.worst && a.count === b.count && a.verdicts.join('\n') === b.verdicts.join('\n')

const listeners = new Set<() => void>()
let marks: ReadonlyMap<string, FindingMark> = new Map()

/** Takes the findings of now. Marks that say the same stay the same object: who shows one rests. */
export const noteFindings = (findings: readonly ToldFinding[]): void => {
  const next = marksOf(findings)
  let changed = next.size !== marks.size
  for (const [subject, mark] of next) {
    const known = marks.get(subject)
    if (known && isSame(known, mark)) next.set(subject, known)
    else changed = true
  }
  if (!changed) return
  marks = next
  for (const listener of listeners) listener()
}

export const listenToMarks = (listener: () => void): (() => void) => {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

export const markOf = (subject: string): FindingMark | null => marks.get(subject) ?? null
