import { Draft as Edits, type Table, tableOf } from '../lists/draft'
import type { InSteps } from '../lists/in-steps'
import { compareText } from '../lists/order'
import { type Check, type Draft, type Found, findingId } from './check'
import { LINES } from './witness'

/** What one subject adds to a finding. `id`: the subject's key. */
interface Part {
  id: string
  drafts: readonly Draft[]
}

/** One finding: the MACs of one device that have the same fault are one. */
interface Group {
  check: Check
  parts: Edits<Part>
  /** Drafts in all parts. */
  count: number
  /** Ids of findings that it follows from, where they are open. */
  because: readonly string[]
}

/** Edits that are taken into a list of parts at once. */
const AT_ONCE = 512

const NO_PARTS: Table<Part> = tableOf<Part>()

const unique = <T>(items: readonly T[]): T[] => [...new Map(items.map(item => [JSON.stringify(item), item])).values()]

const firstOf = (parts: Table<Part>): Draft[] => {
  const first: Draft[] = []
  for (const { drafts } of parts) {
    first.push(...drafts)
    if (first.length >= LINES) break
  }
  return first
}

/** What differs since one last asked. */
export interface FoundChanges {
  put: Found[]
  /** Ids. */
  remove: string[]
}

const WORST = { error: 0, warning: 1, info: 2 } as const

/** Worst first, what merely follows behind. */
export const byWorst = (
  a: Pick<Found, 'severity' | 'causedBy' | 'subject' | 'id'>,
  b: Pick<Found, 'severity' | 'causedBy' | 'subject' | 'id'>,
): number =>
  WORST[a.severity] - WORST[b.severity] ||
  Number(a.causedBy !== null) - Number(b.causedBy !== null) ||
  compareText(a.subject, b.subject) ||
  compareText(a.id, b.id)

/** What checks say of subjects, put together to findings at the cost of what is said otherwise. */
export class FoundList {
  /** Ids of the findings that a check has of a subject. */
  private readonly said = new Map<Check, Map<string, readonly string[]>>()
  private readonly groups = new Map<string, Group>()
  /** Findings that follow from one, whether that is open or not. */
  private readonly followers = new Map<string, Set<string>>()
  private readonly found = new Map<string, Found>()
  /** Findings of which something is said otherwise. */
  private readonly touched = new Set<string>()
  private readonly changed = new Set<string>()

  /** A check says this of a subject, and nothing else. */
  say(check: Check, key: string, drafts: readonly Draft[]): void {
    const before = this.said.get(check)?.get(key) ?? []
    if (before.length + drafts.length === 0) return
    const byId = new Map<string, Draft[]>()
    for (const draft of drafts) {
      const id = findingId(check.id, draft.subject, draft.place)
      byId.set(id, [...(byId.get(id) ?? []), draft])
    }
    for (const id of before) if (!byId.has(id)) this.edit(id, check, { id: key, drafts: [] })
    for (const [id, own] of byId) this.edit(id, check, { id: key, drafts: own })
    const said = this.said.get(check) ?? new Map<string, readonly string[]>()
    this.said.set(check, said)
    if (byId.size > 0) said.set(key, [...byId.keys()])
    else said.delete(key)
  }

  /** Puts together what was said since. */
  *settle(): InSteps<void> {
    const touched = [...this.touched]
    this.touched.clear()
    const again = new Set(touched)
    for (const id of touched) {
      const opens = (this.groups.get(id)?.count ?? 0) > 0
      if (opens !== this.found.has(id)) for (const follower of this.followers.get(id) ?? []) again.add(follower)
      yield
    }
    for (const id of again) {
      this.changed.add(id)
      this.make(id)
      yield
    }
  }

  takeChanges(): FoundChanges {
    const changes: FoundChanges = { put: [], remove: [] }
    for (const id of this.changed) {
      const found = this.found.get(id)
      if (found) changes.put.push(found)
      else changes.remove.push(id)
    }
    this.changed.clear()
    return changes
  }

  /** All that is open, worst first. */
  all(): Found[] {
    return [...this.found.values()].sort(byWorst)
  }

  private edit(id: string, check: Check, part: Part): void {
    const group = this.groups.get(id) ?? { check, parts: new Edits(NO_PARTS), count: 0, because: [] }
    this.groups.set(id, group)
    group.count += part.drafts.length - (group.parts.get(part.id)?.drafts.length ?? 0)
    if (part.drafts.length > 0) group.parts.set(part)
    else group.parts.delete(part.id)
    if (group.parts.size >= AT_ONCE) group.parts = new Edits(group.parts.commit())
    this.touched.add(id)
  }

  private isOpen(id: string): boolean {
    return (this.groups.get(id)?.count ?? 0) > 0
  }

  private make(id: string): void {
    const group = this.groups.get(id)
    if (!group) return
    const parts = group.parts.commit()
    group.parts = new Edits(parts)
    const drafts = firstOf(parts)
    this.follow(id, group, drafts[0]?.because ?? [])
    const [first] = drafts
    if (first) this.found.set(id, this.foundOf(id, group, first, drafts.slice(0, LINES)))
    else {
      this.groups.delete(id)
      this.found.delete(id)
    }
  }

  private foundOf(id: string, { check, count, because }: Group, first: Draft, shown: readonly Draft[]): Found {
    const { subject, severity = check.severity, verdict, many } = first
    const causedBy = because.find(other => other !== id && this.isOpen(other)) ?? null
    return {
      id,
      check: check.id,
      severity,
      subject,
      verdict: count === 1 ? verdict : (many ?? verdict).replace('#', String(count)),
      evidence: shown.flatMap(({ evidence }) => evidence),
      // What merely follows is mended with its cause.
      mend: causedBy === null ? unique(shown.flatMap(({ mend = [] }) => mend)) : [],
      causedBy,
    }
  }

  private follow(id: string, group: Group, because: readonly string[]): void {
    for (const cause of group.because) {
      const followers = this.followers.get(cause)
      followers?.delete(id)
      if (followers?.size === 0) this.followers.delete(cause)
    }
    for (const cause of because) this.followers.set(cause, (this.followers.get(cause) ?? new Set()).add(id))
    group.because = because
  }
}
