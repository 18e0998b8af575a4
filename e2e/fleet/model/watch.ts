import { endOf, nextBurst } from './ageing'
import { ageingRule, keepsRow } from './fdb'
import type { FdbState, LinkState, NodeState } from './state'

/** One change of a node's FDB, as the kernel tells those who listen. */
export interface FdbHappening {
  deleted: boolean
  /** Went because its time had come. */
  aged: boolean
  ifname: string
  row: FdbState
}

interface Watched {
  link: LinkState
  row: FdbState
  there: boolean
  /** When that may be otherwise, if the state stays as it is: ms. */
  nextAt: number
}

const isGroupMac = (mac: string): boolean => mac === '00:00:00:00:00:00' || (Number.parseInt(mac, 16) & 1) === 1

/** What stands but once in a table: a MAC, or each remote of one that goes to several. */
const placeOf = ({ ifname }: LinkState, { mac, vlan, srcVni, master, dst }: FdbState): string =>
  [ifname, mac, vlan, srcVni, master, isGroupMac(mac) ? dst : ''].join(' ')

/** A row as it is at `at`, and when to look at it again. */
const lookAt = (state: NodeState, link: LinkState, row: FdbState, at: number): Watched => {
  const never = { link, row, nextAt: Number.POSITIVE_INFINITY }
  if (!keepsRow(link, row)) return { ...never, there: false }
  const { heard, sent } = row
  if (heard === null) return { ...never, there: true }
  const end = endOf({ heard, sent }, ageingRule(state, link, row), at)
  if (end !== null) return { link, row, there: true, nextAt: end }
  return { ...never, there: false, nextAt: nextBurst(heard, at) ?? Number.POSITIVE_INFINITY }
}

const differs = (a: FdbState, b: FdbState): boolean =>
  a.dst !== b.dst || a.state !== b.state || a.flags.join() !== b.flags.join()

/** Follows the FDB of one node from a moment on. Needs to be asked at `nextAt`, and whenever the state is another. */
export class FdbWatch {
  private rows: Map<string, Watched>

  constructor(
    private state: NodeState,
    now: number,
  ) {
    this.rows = this.look(state, now)
  }

  /** When something happens next, if nobody changes the state; ms, `Infinity` for never. */
  get nextAt(): number {
    let least = Number.POSITIVE_INFINITY
    for (const { nextAt } of this.rows.values()) least = Math.min(least, nextAt)
    return least
  }

  /** What has happened since it was asked last. A refresh is told by nobody, nor is it by the kernel. */
  step(state: NodeState, now: number): FdbHappening[] {
    const happened = this.pass(now)
    if (state === this.state) return happened
    const before = this.rows
    this.state = state
    this.rows = this.look(state, now)
    for (const [place, { there, link, row }] of before) {
      if (there && !this.rows.get(place)?.there) happened.push({ deleted: true, aged: false, ifname: link.ifname, row })
    }
    for (const [place, { there, link, row }] of this.rows) {
      const old = before.get(place)
      if (there && !(old?.there && !differs(old.row, row)))
        happened.push({ deleted: false, aged: false, ifname: link.ifname, row })
    }
    return happened
  }

  private look(state: NodeState, now: number): Map<string, Watched> {
    return new Map(
      state.links.flatMap(link => link.fdb.map(row => [placeOf(link, row), lookAt(state, link, row, now)])),
    )
  }

  /** Time alone: each end and each learning at its own moment, however late it is asked for. */
  private pass(now: number): FdbHappening[] {
    const happened: (FdbHappening & { at: number })[] = []
    for (const [place, first] of this.rows) {
      let watched = first
      while (watched.nextAt <= now) {
        const { link, row, there, nextAt: at } = watched
        watched = lookAt(this.state, link, row, at)
        const what = { at, ifname: link.ifname, row }
        if (there && !watched.there) happened.push({ ...what, deleted: true, aged: true })
        if (!there && watched.there) happened.push({ ...what, deleted: false, aged: false })
      }
      if (watched !== first) this.rows.set(place, watched)
    }
    return happened.sort((a, b) => a.at - b.at)
  }
}
