import type { Overlay } from '@/lib/model/overlay'
import type { Reading } from '@/lib/model/reading'

/** How we reach a node, as it sees it. `null` is what it did not tell. */
export interface ManagementPath {
  /** Our address, as the node sees it. */
  client: string | null
  /** The node's own address that we reached it by. */
  server: string | null
  /** The device its answers to us leave by. */
  dev: string | null
}

/** Words of VyOS's configuration below `interfaces`: `['vxlan', 'vxlan0', 'vni', '42']`. */
export type ConfigPath = readonly string[]

/** What a change must know of a node beyond its reading: asked by `SYSTEM_QUERIES`. */
export interface SystemFacts {
  /** The login may change things itself; else each command is put under `sudo -n`. */
  root: boolean
  path: ManagementPath
  /** Version of netplan.io; `null` where there is none. */
  netplan: string | null
  /** Which file systemd-networkd configures a device by; `null` where networkd tells nothing. */
  networkFiles: { ifindex: number; file: string }[] | null
  /** Names of our own files in netplan's and networkd's folders: `90-vxlan-…`. */
  ownFiles: string[]
  vyos: {
    /** Leaves of `interfaces vxlan vxlanN` in the node's own templates; empty where they could not be listed. */
    leaves: string[]
    /** What is configured below `interfaces vxlan` and of bridges' members; `null` where it could not be read. */
    config: ConfigPath[] | null
  }
}

/** A node whose system was not asked. */
export const UNKNOWN_SYSTEM: SystemFacts = {
  root: false,
  path: { client: null, server: null, dev: null },
  netplan: null,
  networkFiles: null,
  ownFiles: [],
  vyos: { leaves: [], config: null },
}

/** What is known of one node that a change names. `reading` is `null` where it could not be read. */
export interface NodeFacts {
  reading: Reading | null
  system: SystemFacts
}

/** What a plan is made from, besides the change. */
export interface ChangeFacts {
  /** Those that a change names and the inventory has. */
  nodes: ReadonlyMap<string, NodeFacts>
  /** Of all nodes: members of VNIs, and addresses taken. */
  overlay: Overlay
  /** Of all nodes that were read, those of other ends among them. */
  readings: ReadonlyMap<string, Reading>
}
