import type { FdbRow, Overlay } from '@/lib/model/overlay'
import type { Reading } from '@/lib/model/reading'

/** The overlay as it stands at one revision. Never changed in place. */
export interface Snapshot {
  /** "EPOCH-N": opaque; EPOCH is new with each process, N grows with each change. */
  revision: string
  /** ms since 1970 by this process's clock: when this state was put together. */
  at: number
  overlay: Overlay
  fdb: readonly FdbRow[]
  /** Last reading of each node that has ever been read. */
  readings: ReadonlyMap<string, Reading>
}

export interface Bus {
  /** The newest state. */
  current(): Snapshot
  publish(state: Omit<Snapshot, 'revision'>): void
}

const EMPTY: Omit<Snapshot, 'revision' | 'at'> = {
  overlay: { nodes: [], vteps: [], vnis: [], groups: [], tunnels: [] },
  fdb: [],
  readings: new Map(),
}

/** Where collector and web meet when both are this process. `epoch` names the process. */
export const createBus = (epoch: string, now: number): Bus => {
  let count = 0
  let snapshot: Snapshot = { ...EMPTY, revision: `${epoch}-0`, at: now }
  return {
    current: () => snapshot,
    publish: state => {
      count += 1
      snapshot = { ...state, revision: `${epoch}-${count}` }
    },
  }
}
