'use client'

import { List, Network } from 'lucide-react'
import { useMemo } from 'react'
import { pickedIds } from '@/lib/client/neighbourhood'
import { useFdbRows, useOverlay } from '@/lib/client/use-api'
import { useConnection } from '@/lib/client/use-connection'
import { rowsWanted, useGraph } from '@/lib/client/use-graph'
import { usePhone } from '@/lib/client/use-media'
import { usePulses } from '@/lib/client/use-pulses'
import { useUrl, vniOfParams } from '@/lib/client/use-url'
import { Segments } from '../ui/Segments'
import { Sheet } from '../ui/Sheet'
import { Canvas } from './Canvas'
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
  const pick = useMemo((): Pick => ({ picked, pick: selection => visit({ sel: selection }) }), [picked, visit])
  const show = (next: string) => change({ view: next })
  return { vni: vniOfParams(params), pick, phone, view: view === 'list' ? ('list' as const) : ('graph' as const), show }
}

/** The overlay: graph or list, and beside it what is picked. */
export const OverlayPage = () => {
  const { vni, pick, phone, view, show } = useOverlayUrl()
  const { data: overlay, fault } = useOverlay()
  const fdb = useFdbRows(rowsWanted(overlay, vni, pick.picked))
  const graph = useGraph(overlay, fdb.data, vni, pick.picked)
  const ids = useMemo(() => pickedIds(graph, overlay, pick.picked), [graph, overlay, pick.picked])
  const { stale, text } = useConnection()
  const pulses = usePulses(overlay, vni)
  if (overlay === undefined) return fault === undefined ? <Connecting /> : <NoAnswer error={fault.error} />
  if (overlay.nodes.length === 0) return <FirstStart />
  const inspector = <Inspector fdb={fdb.data} overlay={overlay} vni={vni} />
  return (
    <PickContext value={pick}>
      <div className="flex h-full">
        <section aria-label="Overlay" className="relative flex min-w-0 flex-1 flex-col">
          <GraphNotes graph={graph} overlay={overlay} staleText={stale ? text : null} vni={vni} />
          <div className="relative min-h-0 flex-1">
            <div className="absolute top-3 left-3 z-10">
              <Segments label="View of the overlay" onChange={show} options={VIEWS} value={view} />
            </div>
            <div className={stale ? 'h-full opacity-60 grayscale' : 'h-full'}>
              {view === 'graph' ? (
                <PulseContext value={pulses}>
                  <Canvas graph={graph} pickedIds={ids} />
                </PulseContext>
              ) : (
                <OverlayList graph={graph} overlay={overlay} vni={vni} />
              )}
            </div>
          </div>
          {view === 'graph' && <Legend />}
        </section>
        {phone ? (
          <Sheet onClose={() => pick.pick(null)} open={pick.picked !== null} title="Inspector">
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
    </PickContext>
  )
}
