import type { FdbRow, Group, Overlay, Tunnel, Vni, Vtep } from '@/lib/model/overlay'
import type { BuiltOverlay } from '../build/build'
import { type Named, type Table, tableOf } from '../lists/draft'
import { joinRuns, type Run } from '../lists/row-runs'
import type { LiveNode } from './node'
import type { LiveRow } from './row'

/** A VTEP and the nodes that tell of it, by their keys in order. `id` is where it stands among VTEPs. */
export interface VtepEntry extends Named {
  vtep: Vtep | null
  owners: readonly string[]
  holders: readonly string[]
  seenBy: readonly string[]
}

export interface GroupEntry extends Named {
  group: Group
  nodes: readonly string[]
  joined: ReadonlySet<string>
  senders: ReadonlySet<string>
}

export interface TunnelEntry extends Named {
  tunnel: Tunnel
  nodes: readonly string[]
}

export interface VniEntry extends Named {
  vni: Vni
}

/** All things of the overlay in their order, each with the nodes it comes from. */
export interface Things {
  nodes: Table<LiveNode>
  vteps: Table<VtepEntry>
  groups: Table<GroupEntry>
  tunnels: Table<TunnelEntry>
  vnis: Table<VniEntry>
}

const rowRuns = new WeakMap<readonly LiveRow[], Run>()

/** The rows of a run of a node's table: the same as long as nothing in it changes. */
const rowsOfRun = (run: readonly LiveRow[]): Run => {
  const found = rowRuns.get(run)
  if (found) return found
  const rows = run.map(({ row }) => row)
  rowRuns.set(run, rows)
  return rows
}

/** The overlay as `applyChange` carries it on. Never changed in place; lists are made when they are first asked for. */
export class LiveOverlay implements BuiltOverlay {
  private madeOverlay: Overlay | null = null
  private madeFdb: FdbRow[] | null = null

  constructor(readonly things: Things) {}

  get overlay(): Overlay {
    const { nodes, vteps, vnis, groups, tunnels } = this.things
    this.madeOverlay ??= {
      nodes: nodes.items().map(({ node }) => node),
      vteps: vteps.items().flatMap(({ vtep }) => vtep ?? []),
      vnis: vnis.items().map(({ vni }) => vni),
      groups: groups.items().map(({ group }) => group),
      tunnels: tunnels.items().map(({ tunnel }) => tunnel),
    }
    return this.madeOverlay
  }

  get fdb(): FdbRow[] {
    if (this.madeFdb) return this.madeFdb
    this.madeFdb = joinRuns(this.things.nodes.items().flatMap(({ rows }) => rows.runs().map(rowsOfRun)))
    return this.madeFdb
  }
}

/** Before any node is known. */
export const EMPTY_OVERLAY = new LiveOverlay({
  ...{ nodes: tableOf(), vteps: tableOf(), groups: tableOf(), tunnels: tableOf(), vnis: tableOf() },
})
