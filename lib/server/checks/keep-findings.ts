import type { Bus, BusMessage, Snapshot } from '@/lib/bus'
import { findingOf, fixOf } from '@/lib/change'
import type { Event } from '@/lib/model/event'
import type { Finding } from '@/lib/model/finding'
import { CheckBook, type Found, wholeDelta } from '@/lib/overlay'

/** The findings of this process as they stand. */
export interface KeptFindings {
  /** All that are open, worst first, as of a moment ago. */
  current(): readonly Finding[]
  /** Looks at what has changed now, without waiting for its turn. */
  settle(): void
  stop(): void
}

export interface KeepFindingsOptions {
  bus: Bus
  /** ms */
  now: () => number
  /** What counts as flapping is over after so long without a move: ms. */
  flapWithin: () => number
  /** Told when looking fails. */
  report: (error: unknown) => void
}

/** So often at most it is looked, apart from what publishes: nobody waits for it. */
const LOOK_EVERY_MS = 1000
/** What comes or goes for less than this is a change under way: lines of one change come one after the other. */
const SETTLE_MS = 3000

const NOTHING = { put: [], remove: [] }
const NO_DELTA: BusMessage['delta'] = {
  ...{ nodes: NOTHING, vteps: NOTHING, vnis: NOTHING, groups: NOTHING, tunnels: NOTHING, fdb: NOTHING },
}

interface Entry {
  finding: Finding
  /** ms */
  since: number
  /** When it was first not found again, ms; `null` while it is found. */
  missingAt: number | null
  /** It was told of. */
  open: boolean
}

const nodeOf = ({ subject, evidence, fix }: Finding): string =>
  subject.startsWith('node:') ? subject.slice('node:'.length) : (fix[0]?.node ?? evidence[0]?.node ?? '')

const eventOf = (finding: Finding, kind: 'findingOpened' | 'findingClosed', at: number): Event => {
  const when = new Date(at).toISOString()
  const text = kind === 'findingOpened' ? finding.verdict : `No longer so: ${finding.verdict}`
  const node = nodeOf(finding)
  return { id: `event:${when}/${node}/${kind}/${finding.id}`, at: when, node, kind, ...NO_ROW, text }
}
const NO_ROW = { reason: null, row: null, from: null, to: null }

/** Publishes events beside what there is; whose lists are made when somebody looks. */
const publishEvents = (bus: Bus, events: readonly Event[], at: number): void => {
  const before = bus.current()
  bus.publish({
    ...{ at, readings: before.readings, delta: NO_DELTA, events },
    get overlay() {
      return before.overlay
    },
    get fdb() {
      return before.fdb
    },
  })
}

const silentNodes = ({ overlay }: Snapshot): Set<string> =>
  new Set(overlay.nodes.filter(({ state }) => state !== 'live').map(({ name }) => name))

/** Commands cost a plan each, and stay the same as long as the finding and what it changes do. */
const createFixes = () => {
  let known = new Map<string, Finding['fix']>()
  return (found: readonly Found[], { overlay, readings }: Snapshot): Map<string, Finding['fix']> => {
    const next = new Map<string, Finding['fix']>()
    for (const each of found) {
      const key = `${each.id}\0${JSON.stringify(each.mend)}`
      next.set(key, known.get(key) ?? fixOf(each, { overlay, readings }))
    }
    known = next
    return new Map(found.map(each => [each.id, next.get(`${each.id}\0${JSON.stringify(each.mend)}`) ?? []]))
  }
}

/**
 * Keeps the findings current with the bus and tells of each that opens or closes. It looks once a second at most, at what has
 * changed since, off the way of what publishes.
 */
export const keepFindings = ({ bus, now, flapWithin, report }: KeepFindingsOptions): KeptFindings => {
  const book = new CheckBook()
  const entries = new Map<string, Entry>()
  const fixesOf = createFixes()
  let waiting: BusMessage[] = []

  const takeEvents = (events: readonly Event[], at: number): void => {
    for (const { kind, row, at: when } of events) {
      if (row === null || (kind !== 'flapping' && kind !== 'moved')) continue
      const { node, ifname, vni, mac } = row
      const last = Date.parse(when)
      if (kind === 'flapping') book.takeFlap({ node, ifname, vni, mac, last, within: flapWithin() }, at)
      else book.takeMove(vni, mac, last, at)
    }
  }

  const keep = (found: readonly Found[], at: number): Event[] => {
    const fixes = fixesOf(found, bus.current())
    const events: Event[] = []
    const still = new Set(found.map(({ id }) => id))
    const missing = [...entries].filter(([id]) => !still.has(id))
    const silent: ReadonlySet<string> = missing.length > 0 ? silentNodes(bus.current()) : new Set()
    for (const [id, entry] of missing) {
      // Of a node that doesn't answer nobody knows that it is mended.
      if (entry.finding.evidence.some(({ node }) => silent.has(node))) continue
      entry.missingAt ??= at
      if (entry.open && at - entry.missingAt < SETTLE_MS) continue
      entries.delete(id)
      if (entry.open) events.push(eventOf(entry.finding, 'findingClosed', at))
    }
    for (const each of found) {
      const since = entries.get(each.id)?.since ?? at
      const wasOpen = entries.get(each.id)?.open ?? false
      const open = wasOpen || at - since >= SETTLE_MS
      const finding = findingOf(each, fixes.get(each.id) ?? [], new Date(since).toISOString())
      // Again in its place: the order is that of the book.
      entries.delete(each.id)
      entries.set(each.id, { finding, since, missingAt: null, open })
      if (open && !wasOpen) events.push(eventOf(finding, 'findingOpened', at))
    }
    return events
  }

  const look = (): void => {
    const at = now()
    const messages = waiting
    waiting = []
    const { readings } = bus.current()
    for (const { delta, events } of messages) {
      book.take(delta, readings, at)
      takeEvents(events, at)
    }
    const isDue = book.next !== null && book.next <= at
    if (isDue) book.wait(at)
    const opening = [...entries.values()].some(({ open, missingAt }) => !open || missingAt !== null)
    if (messages.length === 0 && !isDue && !opening) return
    const events = keep(book.findings(), at)
    if (events.length > 0) publishEvents(bus, events, at)
  }

  const begin = bus.current()
  book.take(wholeDelta(begin.overlay, begin.fdb), begin.readings, now())
  const leave = bus.subscribe(message => waiting.push(message))
  const timer = setInterval(() => {
    try {
      look()
    } catch (error) {
      report(error)
    }
  }, LOOK_EVERY_MS)
  timer.unref()
  keep(book.findings(), now())

  return {
    current: () => [...entries.values()].flatMap(({ open, finding }) => (open ? [finding] : [])),
    settle: look,
    stop: () => {
      leave()
      clearInterval(timer)
    },
  }
}
