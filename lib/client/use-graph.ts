import { useMemo, useRef } from 'react'
import type { FdbAnswer, OverlayAnswer } from '@/lib/model/api'
import type { Overlay, Vtep } from '@/lib/model/overlay'
import type { FdbRequest } from './fdb-query'
import { buildGraph } from './graph'
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

/** The graph of what is known, with the objects of the graph before it wherever they still say the same. */
export const useGraph = (
  overlay: OverlayAnswer | undefined,
  fdb: FdbAnswer | undefined,
  vni: number | null,
  selected: string | null,
): Graph => {
  const previous = useRef(EMPTY_GRAPH)
  return useMemo(() => {
    if (overlay === undefined) return EMPTY_GRAPH
    const open = openVteps(overlay, selected)?.map(vtep => vtep.id) ?? null
    const options = { vni, rows: fdb?.rows ?? [], complete: fdb === undefined || fdb.nextCursor === null, open }
    previous.current = buildGraph(overlay, options, previous.current)
    return previous.current
  }, [overlay, fdb, vni, selected])
}
