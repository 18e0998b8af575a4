import type { Publication, Snapshot } from '@/lib/bus'
import type { FdbEntry, Reading } from '@/lib/model/reading'
import {
  applyChanges,
  diffOverlay,
  EMPTY_OVERLAY,
  emptyTable,
  type FdbTable,
  type FlapRule,
  Gathered,
  goneOf,
  isRestated,
  type LiveOverlay,
  type NodeShell,
  type OverlayChange,
  RFC_7432,
  resolveEvents,
  type Step,
  takesAll,
} from '@/lib/overlay'
import { createPace, nextTurn } from '@/lib/turns'
import { type ReadingState, type Rebuild, startRebuild } from './rebuild'
import { createRestating } from './restate'

/** What one node's loop may tell of it. Nothing it tells is heard once the node was removed or begun anew. */
export interface NodeSink {
  table(): FdbTable
  /** False once the node was removed or begun anew. */
  isCurrent(): boolean
  /** Takes the node's table a step further. What that changes is told with what comes next: of many rows in a turn of their own. */
  take(step: (table: FdbTable) => Step): void
  /**
   * Tells of all that was taken, and how the node is reached or fails. `reading` is one of which the table says all now, or `null`
   * while one is being taken.
   */
  tell(shell?: Partial<NodeShell>, reading?: Reading | null): void
  /** Takes a step and tells of it. */
  step(step: (table: FdbTable) => Step, shell?: Partial<NodeShell>, reading?: Reading | null): void
}

interface NodeState {
  shell: NodeShell
  table: FdbTable
  /** What was taken and not told yet. */
  gathered: Gathered
}

/** So many units of a pace a row is to tell of. */
const UNITS_OF_A_ROW = 4

const entriesOf = new WeakMap<FdbTable['rows'], FdbEntry[]>()

/**
 * What a reading printed, with the rows as they are known since: a line that came while it was read knows more. Of two readings
 * between which no row changed, the list is the same.
 */
const asKnown = (reading: Reading, { rows }: FdbTable): Reading => {
  const known = entriesOf.get(rows)
  if (known) return { ...reading, fdb: known }
  const fdb: FdbEntry[] = []
  for (const run of rows.runs()) for (const { entry } of run) fdb.push(entry)
  entriesOf.set(rows, fdb)
  return { ...reading, fdb }
}

/** All nodes' tables and the overlay they make; each step is published with what it changed. */
export interface Store {
  add(shell: NodeShell): NodeSink
  remove(name: string): void
  /** Resolves when all that was told is in `state`. */
  settled(): Promise<void>
  /** As it stands now. */
  state(): Omit<Snapshot, 'revision'>
}

const LARGE = 2_000

const stateOfReading = (reading?: Reading | null): ReadingState =>
  reading === undefined ? 'none' : reading ? 'done' : 'begun'

const isEmpty = ({ put, remove }: { put: unknown[]; remove: string[] }): boolean => put.length + remove.length === 0

export interface StoreOptions {
  /** What counts as flapping, from the next step on. */
  flapRule?: () => FlapRule
  /** A change that takes all rows of a node with more than this is made in pieces, beside what is seen. */
  large?: number
}

/** Steps are taken at once, whoever asks: the loops of all nodes share this one overlay. */
export const createStore = (
  publish: (publication: Publication) => void,
  now: () => number,
  { flapRule = () => RFC_7432, large = LARGE }: StoreOptions = {},
): Store => {
  const nodes = new Map<string, NodeState>()
  let readings: ReadonlyMap<string, Reading> = new Map()
  let overlay: LiveOverlay = EMPTY_OVERLAY
  let rebuild: Rebuild | null = null
  let rebuilt: Promise<void> = Promise.resolve()

  const show = (after: LiveOverlay, node = '', events: Step['changes']['events'] = []): void => {
    const before = overlay
    overlay = after
    const delta = diffOverlay(before, after)
    if (events.length === 0 && Object.values(delta).every(isEmpty)) return
    publish(Object.assign(stateOf(after), { delta, events: resolveEvents(after, node, events) }))
  }

  const beginRebuild = (): Rebuild => {
    let settle = (): void => {}
    rebuilt = new Promise(resolve => {
      settle = resolve
    })
    return startRebuild({
      visible: () => overlay,
      sourceOf: name => nodes.get(name) ?? null,
      onDone: made => {
        rebuild = null
        show(made)
        settle()
      },
    })
  }

  /** Events are told at once, and so is which rows are gone; what else is seen of a node that is being made anew waits for the rest of it. */
  const tell = (change: OverlayChange, events: Step['changes']['events'], reading: ReadingState = 'none'): void => {
    const { node, shell } = change
    const waits = shell !== null && (rebuild?.has(node) ?? false)
    const later = !waits && isRestated(overlay, change, large)
    const begins = !waits && !later && takesAll(overlay, change, large)
    const told = later ? { ...change, later } : change
    if (begins) {
      rebuild ??= beginRebuild()
      if (reading === 'begun') rebuild.announce(node)
      else rebuild.begin(node)
    } else rebuild?.take(told, reading)
    const seen = waits || begins ? goneOf(overlay, told) : told
    show(seen ? applyChanges(overlay, [seen]) : overlay, node, events)
    if (later) restating.begin(node)
  }

  const restating = createRestating(
    () => overlay,
    change => {
      rebuild?.take(change, 'none')
      show(applyChanges(overlay, [change]))
    },
  )

  /** The lists are made when somebody looks. */
  const stateOf = (live: LiveOverlay): Omit<Snapshot, 'revision'> => ({
    ...{ at: now(), readings },
    get overlay() {
      return live.overlay
    },
    get fdb() {
      return live.fdb
    },
  })

  const pace = createPace()
  const due = new Set<NodeState>()
  /** Of fewer rows the next step tells. */
  const tellMany = async (sink: NodeSink, state: NodeState): Promise<void> => {
    if (due.has(state) || state.gathered.size < pace.size / UNITS_OF_A_ROW) return
    due.add(state)
    await nextTurn()
    due.delete(state)
    if (state.gathered.size > 0) pace.run(() => sink.tell())
  }

  return {
    add: first => {
      const state: NodeState = {
        shell: first,
        table: emptyTable(first.name),
        gathered: new Gathered(),
      }
      nodes.set(first.name, state)
      tell({ node: first.name, shell: first }, [])
      const sink: NodeSink = {
        table: () => state.table,
        isCurrent: () => nodes.get(first.name) === state,
        take: step => {
          if (!sink.isCurrent()) return
          const { table, changes } = step({ ...state.table, rule: flapRule() })
          state.table = table
          state.gathered.add(changes)
          void tellMany(sink, state)
        },
        tell: (change = {}, reading) => {
          if (!sink.isCurrent()) return
          const { table } = state
          if (reading) readings = new Map(readings).set(first.name, asKnown(reading, table))
          state.shell = { ...state.shell, ...change, missed: table.missed }
          const fdb = state.gathered.change()
          state.gathered = new Gathered()
          const told = { node: first.name, shell: state.shell, ...(fdb && { fdb }) }
          tell(told, fdb?.events ?? [], stateOfReading(reading))
        },
        step: (step, shell, reading) => {
          sink.take(step)
          sink.tell(shell, reading)
        },
      }
      return sink
    },
    remove: name => {
      nodes.delete(name)
      readings = new Map([...readings].filter(([node]) => node !== name))
      tell({ node: name, shell: null }, [])
    },
    settled: async () => {
      await rebuilt
      await restating.settled()
    },
    state: () => stateOf(overlay),
  }
}
