import { useMemo, useRef } from 'react'
import type { FdbAnswer, OverlayAnswer } from '@/lib/model/api'
import type { FdbRequest } from './fdb-query'
import { buildGraph } from './graph'
import { FULL_CARDS } from './graph-cards'
import { EMPTY_GRAPH, type Graph } from './graph-types'
import { parseSelection } from './selection'

const ROWS = 2_000

/** Which FDB rows the graph needs: all in a small overlay, else those of the VTEP, MAC or VNI that is open. */
export const rowsWanted = (
  overlay: OverlayAnswer | undefined,
  vni: number | null,
  selected: string | null,
): FdbRequest | null => {
  if (overlay === undefined || overlay.vteps.length === 0) return null
  const base: FdbRequest = { scope: 'overlay', sort: { field: 'mac', descending: false }, limit: ROWS, vni }
  if (overlay.vteps.length <= FULL_CARDS) return base
  const selection = parseSelection(selected)
  if (selection?.kind === 'vtep') {
    const vtep = overlay.vteps.find(one => one.id === selection.id)
    return vtep === undefined ? null : { ...base, dst: vtep.address }
  }
  if (selection?.kind === 'node') {
    const vtep = overlay.vteps.find(one => one.nodes.includes(selection.name))
    return vtep === undefined ? null : { ...base, dst: vtep.address }
  }
  if (selection?.kind === 'mac') return { ...base, mac: selection.mac }
  return vni === null ? null : base
}

/** The graph of what is known, with the objects of the graph before it wherever they still say the same. */
export const useGraph = (overlay: OverlayAnswer | undefined, fdb: FdbAnswer | undefined, vni: number | null): Graph => {
  const previous = useRef(EMPTY_GRAPH)
  return useMemo(() => {
    if (overlay === undefined) return EMPTY_GRAPH
    const options = { vni, rows: fdb?.rows ?? [], complete: fdb === undefined || fdb.nextCursor === null }
    previous.current = buildGraph(overlay, options, previous.current)
    return previous.current
  }, [overlay, fdb, vni])
}
