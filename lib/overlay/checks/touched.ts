import type { Range } from './options'

/** Subjects that changes may have touched. */
export type Subjects = Record<Range, Set<string>>

/**
 * What changes touch, gathered over all of them: subjects, and things around which subjects are still to be looked for, once
 * for all changes.
 */
export class Touched implements Subjects {
  readonly node = new Set<string>()
  readonly vni = new Set<string>()
  readonly tables = new Set<string>()
  readonly vtep = new Set<string>()
  readonly tunnel = new Set<string>()
  readonly mac = new Set<string>()
  /** Nodes of which more than rows has changed, or which are gone. */
  readonly aroundNodes = new Set<string>()
  readonly aroundVteps = new Set<string>()
  /** VNIs in which groups have changed. */
  readonly aroundGroups = new Set<number>()

  addVni(vni: number | string): void {
    const key = String(vni)
    this.vni.add(key)
    this.tables.add(key)
  }
}
