import type { Publication, Snapshot } from '@/lib/bus'
import type { FdbEntry, Reading } from '@/lib/model/reading'
import {
  applyChanges,
  diffOverlay,
  EMPTY_OVERLAY,
  emptyTable,
  type FdbTable,
  type FlapRule,
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
import { type ReadingState, type Rebuild, startRebuild } from './rebuild'
import { createRestating } from './restate'

/** What one node's loop may tell of it. Nothing it tells is heard once the node was removed or begun anew. */
export interface NodeSink {
  table(): FdbTable
  /** False once the node was removed or begun anew. */
  isCurrent(): boolean
  /** Takes the node's table a step further. `reading` is asked afterwards: a full one, of which the table says all now. */
  step(take: (table: FdbTable) => Step, shell?: Partial<NodeShell>, reading?: () => Reading | null): void
  /** How the node is reached, and how it fails. */
  shell(change: Partial<NodeShell>): void
}

interface NodeState {
  shell: NodeShell
  table: FdbTable
}

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

  return {
    add: first => {
      const state: NodeState = { shell: first, table: emptyTable(first.name) }
      nodes.set(first.name, state)
      tell({ node: first.name, shell: first }, [])
      const isCurrent = () => nodes.get(first.name) === state
      return {
        table: () => state.table,
        isCurrent,
        step: (take, change = {}, readingOf) => {
          if (!isCurrent()) return
          const { table, changes } = take({ ...state.table, rule: flapRule() })
          state.table = table
          const reading = readingOf?.() ?? null
          if (reading) readings = new Map(readings).set(first.name, asKnown(reading, table))
          state.shell = { ...state.shell, ...change, missed: table.missed }
          const taken = reading ? 'done' : 'begun'
          tell({ node: first.name, shell: state.shell, fdb: changes }, changes.events, readingOf ? taken : 'none')
        },
        shell: change => {
          if (!isCurrent()) return
          state.shell = { ...state.shell, ...change }
          tell({ node: first.name, shell: state.shell }, [])
        },
      }
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
