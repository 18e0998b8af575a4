import type { FdbRow, Overlay } from '@/lib/model/overlay'
import type { Reading } from '@/lib/model/reading'
import type { OverlayDelta } from '@/lib/model/stream'
import { finish, type InSteps } from '../lists/in-steps'
import { CHECKS } from './all'
import type { Check, Found } from './check'
import { type FoundChanges, FoundList } from './found-list'
import { type Flap, Ground, wholeDelta } from './ground'
import type { CheckOptions, Range } from './options'
import { macKey } from './row-index'
import { Timetable } from './timetable'

const RANGES: readonly Range[] = ['node', 'vni', 'tables', 'vtep', 'tunnel', 'mac']
const CHECKS_OVER = new Map<Range, readonly Check[]>(
  RANGES.map(range => [range, CHECKS.filter(({ over }) => over === range)]),
)

/**
 * The findings of an overlay, carried on from change to change: what a change may have touched is looked at again, and what
 * only time decides when its time has come. Equal to looking at everything anew. What may be much is done in steps, of which
 * one must come to its end before the next begins.
 */
export class CheckBook {
  private readonly ground: Ground
  private readonly list = new FoundList()
  private readonly timetable = new Timetable()

  constructor(options: Partial<CheckOptions> = {}) {
    this.ground = new Ground(options)
  }

  /** Takes what changed until `now` (ms), one change after the other. `readings` are all there are. */
  *taking(deltas: readonly OverlayDelta[], readings: ReadonlyMap<string, Reading>, now: number): InSteps<void> {
    this.ground.now = now
    const touched = yield* this.ground.take(deltas, readings)
    for (const [range, checks] of CHECKS_OVER) {
      for (const key of touched[range]) {
        for (const check of checks) this.run(check, key)
        yield
      }
    }
    yield* this.waiting(now)
  }

  /** As `taking`, at once. */
  take(delta: OverlayDelta, readings: ReadonlyMap<string, Reading>, now: number): void {
    finish(this.taking([delta], readings, now))
  }

  /** A MAC flaps, or has moved again. */
  takeFlap(flap: Flap, now: number): void {
    if (flap.vni === null) return
    this.ground.now = now
    const key = macKey(flap.vni, flap.mac)
    for (const [id, { last, within }] of this.ground.flaps) if (last + within < now) this.ground.flaps.delete(id)
    this.ground.flaps.set(key, flap)
    for (const check of CHECKS_OVER.get('mac') ?? []) this.run(check, key)
  }

  /** A MAC moved; one that flaps goes on flapping. `last`: when, ms. */
  takeMove(vni: number | null, mac: string, last: number, now: number): void {
    const flap = vni === null ? undefined : this.ground.flaps.get(macKey(vni, mac))
    if (flap) this.takeFlap({ ...flap, last }, now)
  }

  /** Lets time pass. */
  *waiting(now: number): InSteps<void> {
    this.ground.now = now
    for (const { check, key } of yield* this.timetable.take(now)) {
      this.run(check, key)
      yield
    }
  }

  /** Whether time alone may have changed something. */
  isDue(now: number): boolean {
    return this.timetable.has(now)
  }

  /** A node that is known and doesn't answer: nobody knows what of it is mended. */
  isSilent(node: string): boolean {
    return this.ground.isSilent(node)
  }

  /** What was found otherwise since this last came to its end. */
  *changes(): InSteps<FoundChanges> {
    yield* this.list.settle()
    return this.list.takeChanges()
  }

  /** All that is open, worst first. */
  findings(): Found[] {
    finish(this.list.settle())
    return this.list.all()
  }

  private run(check: Check, key: string): void {
    this.ground.takeNext()
    this.list.say(check, key, check.find(this.ground, key))
    const at = this.ground.takeNext()
    if (at < Number.POSITIVE_INFINITY) this.timetable.set({ at, check, key })
    else this.timetable.delete(check, key)
  }
}

/** What checks look at. */
export interface CheckInput {
  overlay: Overlay
  fdb: readonly FdbRow[]
  readings: ReadonlyMap<string, Reading>
  /** ms since 1970. */
  now: number
  flaps?: readonly Flap[]
  options?: Partial<CheckOptions>
}

/** All that is wrong with an overlay, worst first. Of nodes whose reading is old nothing is said but that. */
export const checkOverlay = ({ overlay, fdb, readings, now, flaps = [], options = {} }: CheckInput): Found[] => {
  const book = new CheckBook(options)
  book.take(wholeDelta(overlay, fdb), readings, now)
  for (const flap of flaps) book.takeFlap(flap, now)
  return book.findings()
}
