'use client'

import type { Fold } from '@/lib/client/fold/fold'
import type { Graph } from '@/lib/client/graph-types'
import { overlayOfVni } from '@/lib/client/overlay-of-vni'
import { parseSelection } from '@/lib/client/selection'
import type { FdbAnswer } from '@/lib/model/api'
import type { Overlay } from '@/lib/model/overlay'
import { EdgeFacts } from './inspect/EdgeFacts'
import { FoldFacts } from './inspect/FoldFacts'
import { GroupFacts } from './inspect/GroupFacts'
import { MacFacts } from './inspect/MacFacts'
import { NodeFacts } from './inspect/NodeFacts'
import { OverlayFacts } from './inspect/OverlayFacts'
import { InspectorHead } from './inspect/parts'
import { TunnelFacts } from './inspect/TunnelFacts'
import { VtepFacts } from './inspect/VtepFacts'
import { usePick } from './pick-context'

interface Props {
  overlay: Overlay
  fdb: FdbAnswer | undefined
  /** The VNI that is picked. */
  vni: number | null
  graph: Graph
  fold: Fold | null
}

const Gone = ({ what }: { what: string }) => (
  <InspectorHead kind="Not here" title={what}>
    <p className="text-ink-2">
      Nothing of that name is known now: it may have aged out or been taken away since this address was made.
    </p>
  </InspectorHead>
)

/** What is picked, with all that is known of it; with nothing picked, the overlay as a whole. */
export const Inspector = ({ overlay, fdb, vni, graph, fold }: Props) => {
  const { picked } = usePick()
  const selection = parseSelection(picked)
  if (selection === null) return <OverlayFacts overlay={overlayOfVni(overlay, vni)} vni={vni} />
  switch (selection.kind) {
    case 'node': {
      const node = overlay.nodes.find(one => one.name === selection.name)
      return node === undefined ? <Gone what={selection.name} /> : <NodeFacts node={node} overlay={overlay} />
    }
    case 'vtep': {
      const vtep = overlay.vteps.find(one => one.id === selection.id)
      return vtep === undefined ? (
        <Gone what={selection.id} />
      ) : (
        <VtepFacts overlay={overlay} rows={fdb?.rows ?? []} vtep={vtep} />
      )
    }
    case 'group': {
      const group = overlay.groups.find(one => one.id === selection.id)
      return group === undefined ? <Gone what={selection.id} /> : <GroupFacts group={group} overlay={overlay} />
    }
    case 'tunnel': {
      const tunnel = overlay.tunnels.find(one => one.id === selection.id)
      return tunnel === undefined ? <Gone what={selection.id} /> : <TunnelFacts overlay={overlay} tunnel={tunnel} />
    }
    case 'fold': {
      const [shown, group] = [graph.folds.find(one => one.id === selection.id), fold?.groups.get(selection.id)]
      return shown === undefined || group === undefined ? (
        <Gone what={selection.id.slice('fold:'.length)} />
      ) : (
        <FoldFacts fold={shown} graph={graph} group={group} overlay={overlay} />
      )
    }
    case 'edge': {
      const edge = graph.edges.find(one => one.id === selection.id)
      return edge === undefined || fold === null ? (
        <Gone what="tunnels between groups" />
      ) : (
        <EdgeFacts edge={edge} fold={fold} graph={graph} overlay={overlay} vni={vni} />
      )
    }
    case 'mac':
      return <MacFacts mac={selection.mac} rows={fdb?.rows ?? []} vni={selection.vni} />
  }
}
