import type { FdbRow } from '@/lib/model/overlay'
import { type InSteps, isStep } from './in-steps'
import { compareText, memoised, naturalKey } from './order'

/** Some hundred rows that follow each other, never changed in place: what one comes to is worth remembering. */
export type Run = readonly FdbRow[]

const LENGTH = 256

const known = new WeakMap<readonly FdbRow[], readonly Run[]>()

const cut = (rows: readonly FdbRow[]): Run[] => {
  const runs: Run[] = []
  for (let at = 0; at < rows.length; at += LENGTH) runs.push(rows.slice(at, at + LENGTH))
  return runs
}

/** All rows of some runs as one list, which remembers what it was made of: two lists may share most of their runs. */
export const joinRuns = (runs: readonly Run[]): FdbRow[] => {
  const rows: FdbRow[] = []
  for (const run of runs) for (const row of run) rows.push(row)
  known.set(rows, runs)
  return rows
}

const byDefault = (a: FdbRow, b: FdbRow, keyOf: (name: string) => string): number =>
  (a.node === b.node ? 0 : compareText(keyOf(a.node), keyOf(b.node))) ||
  (a.ifname === b.ifname ? 0 : compareText(keyOf(a.ifname), keyOf(b.ifname))) ||
  compareText(a.mac, b.mac) ||
  compareText(a.id, b.id)

const orderedRuns = new WeakSet<Run>()

/** Whether rows stand in order, and after the one before them. */
const isOrdered = (run: Run, before: FdbRow | undefined, keyOf: (name: string) => string): boolean => {
  const [first] = run
  if (before !== undefined && first !== undefined && byDefault(before, first, keyOf) > 0) return false
  if (orderedRuns.has(run)) return true
  const ordered = run.every((row, at) => {
    const last = run[at - 1]
    return last === undefined || byDefault(last, row, keyOf) <= 0
  })
  if (ordered) orderedRuns.add(run)
  return ordered
}

const inOrder = new WeakMap<readonly FdbRow[], readonly Run[]>()

/** Rows by node, device and MAC, in runs: the order the overlay gives them in, so that mostly nothing has to move. */
export const runsInOrder = function* (rows: readonly FdbRow[]): InSteps<readonly Run[]> {
  const found = inOrder.get(rows)
  if (found) return found
  const keyOf = memoised(naturalKey)
  const runs = known.get(rows) ?? cut(rows)
  let before: FdbRow | undefined
  let ordered = true
  for (const [index, run] of runs.entries()) {
    ordered &&= isOrdered(run, before, keyOf)
    before = run.at(-1) ?? before
    if (isStep((index + 1) * LENGTH - 1)) yield
  }
  const result = ordered ? runs : cut([...rows].sort((a, b) => byDefault(a, b, keyOf)))
  inOrder.set(rows, result)
  return result
}

/** What the rows of a run have, in short: enough to tell that none of them is looked for. */
export interface Digest {
  /** One a line. */
  macs: string
  /** Nodes, devices and destinations, in lower case, each once. */
  names: readonly string[]
  vnis: ReadonlySet<number | null>
}

const digests = new WeakMap<Run, Digest>()

export const digestOf = (run: Run): Digest => {
  const found = digests.get(run)
  if (found) return found
  const names = new Set<string>()
  for (const { node, ifname, dst, dstNodes } of run)
    for (const name of [node, ifname, ...(dst === null ? [] : [dst]), ...dstNodes]) names.add(name)
  const digest = {
    macs: run.map(row => row.mac).join('\n'),
    names: [...new Set([...names].map(name => name.toLowerCase()))],
    vnis: new Set(run.map(row => row.vni)),
  }
  digests.set(run, digest)
  return digest
}
