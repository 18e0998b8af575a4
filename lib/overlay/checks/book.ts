import type { FdbRow, Overlay } from '@/lib/model/overlay'
import type { Reading } from '@/lib/model/reading'
import type { OverlayDelta } from '@/lib/model/stream'
import { compareText } from '../order'
import { CHECKS } from './all'
import { type Check, type Draft, type Found, findingId } from './check'
import { type Flap, Ground, macKey, type Touched, wholeDelta } from './ground'
import type { CheckOptions, Range } from './options'
import { LINES } from './witness'

const RANGES: readonly Range[] = ['node', 'vni', 'vtep', 'tunnel', 'mac']
const WORST = { error: 0, warning: 1, info: 2 } as const

/** What one check said of one subject. */
interface Said {
  check: Check
  key: string
  drafts: readonly Draft[]
}

/** Several drafts of one finding: the MACs of one device that have the same fault are one finding. */
const merged = (id: string, check: Check, drafts: readonly Draft[], isOpen: (id: string) => boolean): Found[] => {
  const [first, ...more] = drafts
  if (!first) return []
  const { subject, severity = check.severity, verdict, many, because = [] } = first
  const causedBy = because.find(other => other !== id && isOpen(other)) ?? null
  const shown = more.length > 0 ? drafts.slice(0, LINES) : drafts
  return [
    {
      id,
      check: check.id,
      severity,
      subject,
      verdict: more.length === 0 ? verdict : (many ?? verdict).replace('#', String(drafts.length)),
      evidence: shown.flatMap(({ evidence }) => evidence),
      // What merely follows is mended with its cause.
      mend: causedBy === null ? unique(shown.flatMap(({ mend = [] }) => mend)) : [],
      causedBy,
    },
  ]
}

const unique = <T>(items: readonly T[]): T[] => [...new Map(items.map(item => [JSON.stringify(item), item])).values()]

/**
 * The findings of an overlay, carried on from change to change: what a change may have touched is looked at again, and what
 * only time decides when its time has come. Equal to looking at everything anew.
 */
export class CheckBook {
  private readonly ground: Ground
  private readonly said = new Map<string, Said>()
  /** When what a check said of a subject may be said otherwise, ms. */
  private readonly due = new Map<string, { at: number; check: Check; key: string }>()

  constructor(options: Partial<CheckOptions> = {}) {
    this.ground = new Ground(options)
  }

  /** Takes what changed, at `now` (ms). `readings` are all there are. */
  take(delta: OverlayDelta, readings: ReadonlyMap<string, Reading>, now: number): void {
    this.ground.now = now
    this.look(this.ground.take(delta, readings))
    this.wait(now)
  }

  /** A MAC flaps, or has moved again. */
  takeFlap(flap: Flap, now: number): void {
    if (flap.vni === null) return
    this.ground.now = now
    const key = macKey(flap.vni, flap.mac)
    for (const [id, { last, within }] of this.ground.flaps) if (last + within < now) this.ground.flaps.delete(id)
    this.ground.flaps.set(key, flap)
    for (const check of CHECKS) if (check.over === 'mac') this.run(check, key)
  }

  /** A MAC moved; one that flaps goes on flapping. `last`: when, ms. */
  takeMove(vni: number | null, mac: string, last: number, now: number): void {
    const flap = vni === null ? undefined : this.ground.flaps.get(macKey(vni, mac))
    if (flap) this.takeFlap({ ...flap, last }, now)
  }

  /** Lets time pass. */
  wait(now: number): void {
    this.ground.now = now
    for (const { at, check, key } of this.due.values()) if (at <= now) this.run(check, key)
  }

  /** When time alone may change something next, ms. */
  get next(): number | null {
    let next: number | null = null
    for (const { at } of this.due.values()) next = Math.min(next ?? at, at)
    return next
  }

  /** All that is open, worst first. */
  findings(): Found[] {
    const byId = new Map<string, { check: Check; parts: { key: string; draft: Draft }[] }>()
    for (const { check, key, drafts } of this.said.values()) {
      for (const draft of drafts) {
        const id = findingId(check.id, draft.subject, draft.place)
        const known = byId.get(id) ?? { check, parts: [] }
        known.parts.push({ key, draft })
        byId.set(id, known)
      }
    }
    const isOpen = (id: string): boolean => byId.has(id)
    const found = Array.from(byId, ([id, { check, parts }]) => {
      const drafts = parts.sort((a, b) => compareText(a.key, b.key)).map(({ draft }) => draft)
      return merged(id, check, drafts, isOpen)
    }).flat()
    return found.sort(
      (a, b) =>
        WORST[a.severity] - WORST[b.severity] ||
        Number(a.causedBy !== null) - Number(b.causedBy !== null) ||
        compareText(a.subject, b.subject) ||
        compareText(a.id, b.id),
    )
  }

  private look(touched: Touched): void {
    for (const range of RANGES) {
      for (const check of CHECKS) if (check.over === range) for (const key of touched[range]) this.run(check, key)
    }
  }

  private run(check: Check, key: string): void {
    const id = `${check.id}\0${key}`
    this.ground.takeNext()
    const drafts = check.find(this.ground, key)
    const next = this.ground.takeNext()
    if (drafts.length > 0) this.said.set(id, { check, key, drafts })
    else this.said.delete(id)
    if (next < Number.POSITIVE_INFINITY) this.due.set(id, { at: next, check, key })
    else this.due.delete(id)
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
