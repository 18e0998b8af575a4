import type { FdbEntry, Reading } from '@/lib/model/reading'
import {
  applyChanges,
  type BuiltOverlay,
  EMPTY_OVERLAY,
  frameOf,
  idMaker,
  type NodeInput,
  type OverlayChange,
} from '@/lib/overlay'
import { answerTurn } from '@/lib/turns'

type FdbPart = NonNullable<OverlayChange['fdb']>
type Put = FdbPart['put']

/** Rows taken at once: some 20 ms of work. */
const ROWS_AT_ONCE = 1000
/** What takes longer costs more by the turn than by the row: then as many rows again are taken at once. */
const LONG_TURN_MS = 250

/** Entries that tell what others mean or where a VTEP is: each costs the node anew, so they come together and first. */
const tellsOfOthers = ({ mac, state, vlan }: FdbEntry): boolean =>
  mac === '00:00:00:00:00:00' || (state === 'permanent' && vlan !== null)

const rowsOf = async (input: NodeInput, reading: Reading): Promise<Put> => {
  const idOf = idMaker(input.name, reading)
  const first: Put = []
  const others: Put = []
  const known = new Set<string>()
  for (const [index, entry] of reading.fdb.entries()) {
    if (index % (5 * ROWS_AT_ONCE) === 0) await answerTurn()
    const id = idOf(entry)
    if (known.has(id)) continue
    known.add(id)
    const row = { id, entry, firstSeenAt: input.seen.firstSeen.get(id) ?? reading.readAt, moves: 0 }
    if (tellsOfOthers(entry)) first.push(row)
    else others.push(row)
  }
  return [...first, ...others]
}

const aboutRows = (reading: Reading, put: Put, frame: Reading | null): FdbPart => ({
  ...{ put, remove: [], frame, readAt: reading.readAt, observed: null },
})

/**
 * As `buildOverlay`, for inputs that nobody has seen before: a few rows at a time, with a turn for others in between. All nodes'
 * devices come first, since rows name the nodes that have their destinations.
 */
export const buildSlowly = async (inputs: readonly NodeInput[]): Promise<BuiltOverlay> => {
  let overlay = EMPTY_OVERLAY
  const apply = async (change: OverlayChange): Promise<number> => {
    const start = performance.now()
    overlay = applyChanges(overlay, [change])
    const took = performance.now() - start
    await answerTurn()
    return took
  }
  for (const { reading, seen: _, ...shell } of inputs) {
    const frame = reading && { ...frameOf(reading), fdb: [] }
    await apply({ node: shell.name, shell, ...(reading && { fdb: aboutRows(reading, [], frame) }) })
  }
  for (const input of inputs) {
    if (!input.reading) continue
    const rows = await rowsOf(input, input.reading)
    let size = ROWS_AT_ONCE
    for (let at = 0; at < rows.length; ) {
      const put = rows.slice(at, at + size)
      at += put.length
      const took = await apply({ node: input.name, fdb: aboutRows(input.reading, put, null) })
      if (took > LONG_TURN_MS) size *= 2
    }
  }
  return { overlay: overlay.overlay, fdb: overlay.fdb }
}
