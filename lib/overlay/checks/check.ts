import type { ChangeNode } from '@/lib/model/change'
import type { CheckAbout, Severity } from '@/lib/model/finding'
import type { Evidence } from '@/lib/model/overlay'
import type { Ground } from './ground'
import type { Range } from './options'

/** What mends a finding, before anybody says it in a platform's words: a change of a device, or commands at run time. */
export type Remedy = { change: ChangeNode } | { node: string; run: readonly (readonly string[])[] }

/** What a check says of one subject. */
export interface Draft {
  subject: string
  /** Tells findings of one check and subject apart: a device, as a rule. */
  place?: string
  severity?: Severity
  verdict: string
  /** The verdict where several MACs are found so, `#` being how many: they are told as one. */
  many?: string
  evidence: readonly Evidence[]
  mend?: readonly Remedy[]
  /** Ids of findings that this one follows from, where they are open. */
  because?: readonly string[]
}

/** A finding, but for the words of its platform and the time. */
export interface Found extends Required<Omit<Draft, 'place' | 'many' | 'because'>> {
  id: string
  check: string
  causedBy: string | null
}

/** One thing that is looked for. `find` is pure: the same ground gives the same, whoever asked before. */
export interface Check extends CheckAbout {
  over: Range
  /** ms that it must last before it is told, where that is longer than for the others. */
  lasts?: number
  find: (ground: Ground, key: string) => readonly Draft[]
}

export const findingId = (check: string, subject: string, place?: string): string =>
  `${check}/${subject}${place === undefined ? '' : `/${place}`}`
