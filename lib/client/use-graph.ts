import { useMemo, useRef } from 'react'
import type { FdbAnswer } from '@/lib/model/api'
import type { FdbRow, Overlay, Vtep } from '@/lib/model/overlay'
import type { FdbRequest } from './fdb-query'
import { type Fold, foldOverlay } from './fold/fold'
import type { GroupBy } from './fold/types'
import { buildGraph } from './graph'
import { cardsOfVtep, nodeCardId } from './graph-cards'
import { vtepFinder } from './graph-macs'
import { EMPTY_GRAPH, type Graph } from './graph-types'
import { parseSelection } from './selection'

const ROWS = 2_000
/** Up to so many VTEPs, every learned MAC is asked for from the start. */
const SMALL_OVERLAY = 12

/** VTEPs that a selection opens: itself, a node's own; `null` where it opens none. */
export const openVteps = (overlay: Overlay | undefined, selected: string | null): Vtep[] | null => {
  const selection = parseSelection(selected)
  if (selection?.kind === 'vtep') return overlay?.vteps.filter(vtep => vtep.id === selection.id) ?? null
  if (selection?.kind === 'node') return overlay?.vteps.filter(vtep => vtep.nodes.includes(selection.name)) ?? null
  return null
}

/** Which FDB rows the graph needs: all in a small overlay, else those of the VTEP, MAC or VNI that is open. */
export const rowsWanted = (
  overlay: Overlay | undefined,
  vni: number | null,
  selected: string | null,
): FdbRequest | null => {
  if (overlay === undefined || overlay.vteps.length === 0) return null
  const base: FdbRequest = { scope: 'overlay', sort: { field: 'mac', descending: false }, limit: ROWS, vni }
  if (overlay.vteps.length <= SMALL_OVERLAY) return base
  const [open] = openVteps(overlay, selected) ?? []
  if (open !== undefined) return { ...base, dst: open.address }
  const selection = parseSelection(selected)
  if (selection?.kind === 'mac') return { ...base, mac: selection.mac }
  return vni === null ? null : base
}

/** Cards that a selection is about: they are to be in sight. */
export const cardsPicked = (overlay: Overlay, rows: readonly FdbRow[], selected: string | null): string[] => {
  const selection = parseSelection(selected)
  switch (selection?.kind) {
    case 'node':
      return [nodeCardId(selection.name)]
    case 'vtep':
      return overlay.vteps.filter(vtep => vtep.id === selection.id).flatMap(cardsOfVtep)
    case 'mac': {
      const find = vtepFinder(overlay)
      const own = rows.filter(row => row.mac === selection.mac && row.vni === selection.vni)
      return [...new Set(own.flatMap(row => find(row) ?? []))].flatMap(cardsOfVtep)
    }
    case 'fold':
      return [selection.id]
    default:
      return []
  }
}

export interface GraphView {
  vni: number | null
  selected: string | null
  by: GroupBy | null
  open: readonly string[]
}

const NO_ROWS: readonly FdbRow[] = []

/** The graph of what is known, with the objects of the graph before it wherever they still say the same. */
export const useGraph = (
  overlay: Overlay | undefined,
  fdb: FdbAnswer | undefined,
  { vni, selected, by, open }: GraphView,
): { graph: Graph; fold: Fold | null } => {
  const previous = useRef<{ graph: Graph; fold: Fold | null }>({ graph: EMPTY_GRAPH, fold: null })
  return useMemo(() => {
    if (overlay === undefined) return { graph: EMPTY_GRAPH, fold: null }
    const rows = fdb?.rows ?? NO_ROWS
    const wanted = cardsPicked(overlay, rows, selected)
    const fold = foldOverlay(overlay, { vni, by, open, wanted }, previous.current.fold)
    const complete = fdb === undefined || fdb.nextCursor === null
    const vteps = openVteps(overlay, selected)?.map(vtep => vtep.id) ?? null
    const options = { vni, rows, complete, open: vteps, fold, picked: new Set(wanted) }
    previous.current = { graph: buildGraph(overlay, options, previous.current.graph), fold }
    return previous.current
  }, [overlay, fdb, vni, selected, by, open])
}
