/** One answer that a node's stack holds for an address: `ip neigh show`. */
export interface Neighbour {
  ifname: string
  /** As printed: iproute2 writes one form of each. */
  address: string
  mac: string | null
  /** NUD state, as printed: `REACHABLE`, `STALE`, `FAILED`, …; several words where several are printed. */
  state: string
  /** The line it was read from. */
  line: string
}

/** What a node said when it was asked for its answer for one address. */
export interface NeighbourReading {
  command: string
  /** ms since 1970. */
  readAt: number
  neighbours: Neighbour[]
}
