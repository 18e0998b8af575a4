/** A capture of one node that can be downloaded: what tcpdump gave, up to a limit. */
export interface KeptCapture {
  bytes: number
  chunks: Uint8Array[]
  /** It went on after the limit. */
  cut: boolean
}

interface Kept {
  at: number
  byNode: Map<string, KeptCapture>
}

/** A whole capture has at most 2,000 packets of 160 bytes a node. */
const MOST_BYTES = 1024 * 1024
const MOST_KEPT = 20
const KEPT_MS = 30 * 60_000

/** Captures that can still be downloaded: the latest 20, for half an hour. */
export interface Shelf {
  add(id: string, node: string, chunk: Uint8Array): void
  /** The capture of a node as pcap; `null` when it isn't kept any more. */
  pcap(id: string, node: string): Uint8Array | null
  nodes(id: string): string[]
}

export const createShelf = (now: () => number): Shelf => {
  const kept = new Map<string, Kept>()
  const tidy = (): void => {
    for (const [id, { at }] of kept) if (now() - at > KEPT_MS || kept.size > MOST_KEPT) kept.delete(id)
  }
  return {
    add: (id, node, chunk) => {
      const entry = kept.get(id) ?? { at: now(), byNode: new Map<string, KeptCapture>() }
      kept.set(id, entry)
      tidy()
      const one = entry.byNode.get(node) ?? { bytes: 0, chunks: [], cut: false }
      entry.byNode.set(node, one)
      if (one.cut || one.bytes + chunk.length > MOST_BYTES) {
        one.cut = true
        return
      }
      one.bytes += chunk.length
      // The chunk is a part of a buffer that ssh2 goes on using.
      one.chunks.push(chunk.slice())
    },
    pcap: (id, node) => {
      tidy()
      const found = kept.get(id)?.byNode.get(node)
      return found ? Buffer.concat(found.chunks) : null
    },
    nodes: id => [...(kept.get(id)?.byNode.keys() ?? [])],
  }
}
