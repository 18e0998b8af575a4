import type { Finding } from '@/lib/model/finding'

/** What faults are made and undone with. */
export interface Tools {
  instance: string
  configFile: string
  /** A line of shell, as root of a node or host. Throws when it fails. */
  on(machine: string, line: string): Promise<void>
}

/** A fault of a healthy overlay, and all that is to be found of it. */
export interface Fault {
  /** The check that it is for. */
  check: string
  what: string
  inject(tools: Tools): Promise<unknown>
  /** Ids of findings; what merely follows as `id < cause`. */
  finds: readonly string[]
  /** Of what doesn't follow: per node something that a line of it says. */
  shows: Readonly<Record<string, RegExp>>
  /** Nodes that its commands mend it on. Without them `undo` mends it. */
  mendsOn?: readonly string[]
  undo?(tools: Tools, finding: Finding): Promise<unknown>
  /** What must happen before the mended thing shows. */
  after?(tools: Tools): Promise<unknown>
}

export const ALL_ZERO = '00:00:00:00:00:00'

/** A line of shell, as root of a node or host. */
export const on =
  (node: string, line: string) =>
  ({ on: run }: Tools) =>
    run(node, line)
