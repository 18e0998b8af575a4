import type { Bus, BusMessage } from '@/lib/bus'
import { fixOf } from '@/lib/change'
import type { Event } from '@/lib/model/event'
import type { Finding } from '@/lib/model/finding'
import { CheckBook, finish, type InSteps, wholeDelta } from '@/lib/overlay'
import { takeTurns } from '@/lib/turns'
import { publishEvents } from '../publish-events'
import { LastingFindings, type Turn } from './lasting'

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
  /** Whether one that opens now was told of before this process began: it is not told again. */
  goesOn?: (id: string, at: number) => boolean
  /** Told when looking fails. */
  report: (error: unknown) => void
}

/** So often at most it is looked, apart from what publishes: nobody waits for it. */
const LOOK_EVERY_MS = 1000
/** Events that are published at once. */
const TOLD_AT_ONCE = 500

const nodeOf = ({ subject, evidence, fix }: Finding): string =>
  subject.startsWith('node:') ? subject.slice('node:'.length) : (fix[0]?.node ?? evidence[0]?.node ?? '')

const eventOf = ({ kind, finding }: Turn, at: number): Event => {
  const when = new Date(at).toISOString()
  const text = kind === 'findingOpened' ? finding.verdict : `No longer so: ${finding.verdict}`
  const node = nodeOf(finding)
  return { id: `event:${when}/${node}/${kind}/${finding.id}`, at: when, node, kind, ...NO_ROW, text }
}
const NO_ROW = { reason: null, row: null, from: null, to: null }

/**
 * Keeps the findings current with the bus and tells of each that opens or closes. It looks once a second at most, at what has
 * changed since, off the way of what publishes and some ms at a time.
 */
export const keepFindings = ({ bus, now, flapWithin, goesOn, report }: KeepFindingsOptions): KeptFindings => {
  const book = new CheckBook()
  const lasting = new LastingFindings({
    fixOf: found => fixOf(found, bus.current()),
    isSilent: node => book.isSilent(node),
  })
  let waiting: Pick<BusMessage, 'delta' | 'events'>[] = []

  const takeEvents = (events: readonly Event[], at: number): void => {
    for (const { kind, row, at: when } of events) {
      if (row === null || (kind !== 'flapping' && kind !== 'moved')) continue
      const { node, ifname, vni, mac } = row
      const last = Date.parse(when)
      if (kind === 'flapping') book.takeFlap({ node, ifname, vni, mac, last, within: flapWithin() }, at)
      else book.takeMove(vni, mac, last, at)
    }
  }

  function* look(): InSteps<void> {
    const at = now()
    if (waiting.length === 0 && !book.isDue(at) && !lasting.waits) return
    const messages = waiting
    waiting = []
    const deltas = messages.map(({ delta }) => delta)
    yield* book.taking(deltas, bus.current().readings, at)
    for (const { events } of messages) {
      takeEvents(events, at)
      yield
    }
    const turned = yield* lasting.take(yield* book.changes(), at)
    const turns = turned.filter(({ kind, finding }) => kind === 'findingClosed' || !goesOn?.(finding.id, at))
    for (let first = 0; first < turns.length; first += TOLD_AT_ONCE) {
      publishEvents(
        bus,
        turns.slice(first, first + TOLD_AT_ONCE).map(turn => eventOf(turn, at)),
        at,
      )
      yield
    }
  }

  /** The look that has begun: a new one begins when it has come to its end. */
  let looking: InSteps<void> | null = null
  const begin = (): InSteps<void> => {
    looking ??= (function* () {
      try {
        yield* look()
      } finally {
        looking = null
      }
    })()
    return looking
  }
  const settle = (): void => {
    if (looking) finish(looking)
    finish(begin())
  }

  const { overlay, fdb } = bus.current()
  waiting.push({ delta: wholeDelta(overlay, fdb), events: [] })
  settle()
  const leave = bus.subscribe(message => waiting.push(message))
  const timer = setInterval(() => {
    if (!looking) takeTurns(begin()).catch(report)
  }, LOOK_EVERY_MS)
  timer.unref()

  return {
    current: () => lasting.open(),
    settle,
    stop: () => {
      leave()
      clearInterval(timer)
      looking?.return()
    },
  }
}
