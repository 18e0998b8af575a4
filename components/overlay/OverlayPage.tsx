'use client'

import { List, Network } from 'lucide-react'
import { useMemo } from 'react'
import type { Fold } from '@/lib/client/fold/fold'
import type { GroupBy } from '@/lib/client/fold/types'
import { readBy, readOpen, sayOpen } from '@/lib/client/fold/view'
import { narrowed } from '@/lib/client/graph-types'
import { pickedIds } from '@/lib/client/neighbourhood'
import { cardOf } from '@/lib/client/selection'
import { parseTraced, tracedIds } from '@/lib/client/trace-path'
import { useFdbRows, useOverlay } from '@/lib/client/use-api'
import { useConnection } from '@/lib/client/use-connection'
import { rowsWanted, useGraph } from '@/lib/client/use-graph'
import { usePhone } from '@/lib/client/use-media'
import { usePulses } from '@/lib/client/use-pulses'
import { useTrace } from '@/lib/client/use-trace'
import { useUrl, vniOfParams } from '@/lib/client/use-url'
import { TraceBar } from '../trace/TraceBar'
import { Segments } from '../ui/Segments'
import { Sheet } from '../ui/Sheet'
import { Canvas } from './Canvas'
import { ExportMenu } from './ExportMenu'
import { FoldBar } from './FoldBar'
import { FoldContext, type Folding } from './fold-context'
import { GraphNotes } from './GraphNotes'
import { Inspector } from './Inspector'
import { Legend } from './Legend'
import { OverlayList } from './OverlayList'
import { Connecting, FirstStart, NoAnswer } from './OverlayStates'
import { type Pick, PickContext } from './pick-context'
import { PulseContext } from './pulse-context'

const VIEWS = [
  { value: 'graph', name: 'Graph', label: <Network aria-hidden className="size-4" /> },
  { value: 'list', name: 'List', label: <List aria-hidden className="size-4" /> },
] as const

/** What of the page stands in its URL. */
const useOverlayUrl = () => {
  const { params, change, visit } = useUrl()
  const phone = usePhone()
  const view = params.get('view') ?? (phone ? 'list' : 'graph')
  const picked = params.get('sel')
  const openText = params.get('open')
  const traced = parseTraced(params.get('trace'))
  const byText = params.get('by')
  const open = useMemo(() => readOpen(openText), [openText])
  const by = useMemo(() => readBy(byText), [byText])
  const show = (next: string) => change({ view: next })
  const shown = view === 'list' ? ('list' as const) : ('graph' as const)
  return { vni: vniOfParams(params), picked, phone, view: shown, show, open, by, traced, change, visit }
}

/** Folding and picking. What a pick has unfolded stays so when another thing is picked. */
const useFoldingUrl = (fold: Fold | null, { picked, change, visit }: ReturnType<typeof useOverlayUrl>) => {
  const shown = fold?.open
  const pick = useMemo((): Pick => {
    const kept = shown === undefined ? {} : { open: sayOpen(shown) }
    return { picked, pick: selection => visit({ ...kept, sel: selection }) }
  }, [picked, visit, shown])
  const folding = useMemo((): Folding => {
    const open = shown ?? []
    // What is picked inside would unfold the group again.
    const without = (id: string) => open.filter(one => one !== id && fold?.parents.get(one)?.includes(id) !== true)
    const holds = (id: string) => fold?.groups.get(id)?.items.some(item => item.id === cardOf(picked)) === true
    return {
      unfold: id => visit({ open: sayOpen([...open.filter(one => one !== id), id]) }),
      foldUp: id => visit({ open: sayOpen(without(id)), ...(holds(id) ? { sel: id } : {}) }),
    }
  }, [shown, visit, fold, picked])
  const foldAll = () => visit({ open: null, sel: null })
  const groupBy = (by: GroupBy | null) => change({ by, open: null, sel: null })
  return { pick, folding, foldAll, groupBy }
}

/** The overlay: graph or list, and beside it what is picked. */
export const OverlayPage = () => {
  const url = useOverlayUrl()
  const { vni, phone, view, show, picked, open, by, traced } = url
  const { data: overlay, fault } = useOverlay()
  const fdb = useFdbRows(rowsWanted(overlay, vni, picked))
  const { graph: whole, fold } = useGraph(overlay, fdb.data, { vni, selected: picked, by, open })
  const graph = useMemo(() => (phone ? narrowed(whole) : whole), [phone, whole])
  const { pick, folding, foldAll, groupBy } = useFoldingUrl(fold, url)
  const question = traced && vni !== null ? { ...traced, vni } : null
  const trace = useTrace(question)
  const path = trace.data?.path
  const ids = useMemo(
    () => (picked === null && path ? tracedIds(graph, overlay, path, fold) : pickedIds(graph, overlay, picked, fold)),
    [graph, overlay, picked, fold, path],
  )
  const { stale, text } = useConnection()
  const pulses = usePulses(overlay, vni, fold)
  if (overlay === undefined) return fault === undefined ? <Connecting /> : <NoAnswer error={fault.error} />
  if (overlay.nodes.length === 0) return <FirstStart />
  const greyed = stale ? 'opacity-60 grayscale' : ''
  const inspector = (
    <div className={greyed}>
      <Inspector fdb={fdb.data} fold={fold} graph={graph} overlay={overlay} vni={vni} />
    </div>
  )
  return (
    <PickContext value={pick}>
      <FoldContext value={folding}>
        <div className="flex h-full">
          <section aria-label="Overlay" className="relative flex min-w-0 flex-1 flex-col">
            {question && (
              <TraceBar
                fault={trace.fault}
                onClose={() => url.change({ trace: null })}
                question={question}
                trace={trace.data}
              />
            )}
            <GraphNotes graph={graph} overlay={overlay} staleText={stale ? text : null} vni={vni} />
            {fold !== null && view === 'graph' && (
              <FoldBar by={by} fold={fold} graph={graph} onBy={groupBy} onFoldAll={foldAll} />
            )}
            <div className="relative min-h-0 flex-1">
              <div className="absolute top-3 left-3 z-10 flex gap-2">
                <Segments label="View of the overlay" onChange={show} options={VIEWS} value={view} />
                <ExportMenu graph={graph} overlay={overlay} vni={vni} />
              </div>
              <div className={`h-full ${greyed}`}>
                {view === 'graph' ? (
                  <PulseContext value={pulses}>
                    <Canvas graph={graph} pickedIds={ids} />
                  </PulseContext>
                ) : (
                  <OverlayList folded={fold !== null} graph={graph} overlay={overlay} vni={vni} />
                )}
              </div>
            </div>
            {view === 'graph' && <Legend folded={fold !== null} />}
          </section>
          {phone ? (
            <Sheet onClose={() => pick.pick(null)} open={picked !== null} title="Inspector">
              {inspector}
            </Sheet>
          ) : (
            <aside
              aria-label="Inspector"
              className="w-[340px] shrink-0 overflow-y-auto border-line border-l bg-surface xl:w-[380px]"
            >
              {inspector}
            </aside>
          )}
        </div>
      </FoldContext>
    </PickContext>
  )
}
