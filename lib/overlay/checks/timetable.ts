import type { InSteps } from '../lists/in-steps'
import type { Check } from './check'

/** A check that may say something else of a subject once `at` (ms) has come. */
export interface Due {
  at: number
  check: Check
  key: string
}

const secondOf = (at: number): number => Math.floor(at / 1000)

/** What only time decides, by when: with 100,000 subjects that wait, asking whether one's time has come costs those of one second. */
export class Timetable {
  private readonly known = new Map<Check, Map<string, Due>>()
  private readonly seconds = new Map<number, Set<Due>>()

  set(due: Due): void {
    const { at, check, key } = due
    const known = this.known.get(check) ?? new Map<string, Due>()
    this.known.set(check, known)
    if (known.get(key)?.at === at) return
    this.delete(check, key)
    known.set(key, due)
    const second = secondOf(at)
    this.seconds.set(second, (this.seconds.get(second) ?? new Set()).add(due))
  }

  delete(check: Check, key: string): void {
    const due = this.known.get(check)?.get(key)
    if (!due) return
    this.known.get(check)?.delete(key)
    const second = secondOf(due.at)
    this.seconds.get(second)?.delete(due)
    if (this.seconds.get(second)?.size === 0) this.seconds.delete(second)
  }

  has(now: number): boolean {
    return !this.due(now).next().done
  }

  /** All whose time has come, in steps. */
  *take(now: number): InSteps<Due[]> {
    const taken: Due[] = []
    for (const due of this.due(now)) {
      taken.push(due)
      yield
    }
    return taken
  }

  private *due(now: number): Generator<Due> {
    for (const [second, dues] of this.seconds) {
      if (second > secondOf(now)) continue
      for (const due of dues) if (due.at <= now) yield due
    }
  }
}
