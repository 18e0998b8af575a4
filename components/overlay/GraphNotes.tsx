import type { Graph } from '@/lib/client/graph-types'
import { plural } from '@/lib/client/time'
import type { Overlay } from '@/lib/model/overlay'
import { Notice } from '../ui/Notice'

interface Props {
  graph: Graph
  overlay: Overlay
  vni: number | null
  staleText: string | null
}

/** What has to be said about the graph as a whole: one line each, above it. */
const notesOf = ({ graph, overlay, vni, staleText }: Props) => {
  const notes: { tone: 'plain' | 'warn' | 'bad'; title: string; text: string }[] = []
  if (staleText !== null) {
    notes.push({
      tone: 'bad',
      title: `The picture is ${staleText.replace('no server, ', '')}`,
      text: 'It shows what was true then. It goes on by itself once the server answers.',
    })
  }
  const reading = overlay.nodes.filter(node => node.status === 'connecting').length
  if (overlay.vnis.length === 0 && reading > 0) {
    notes.push({
      tone: 'plain',
      title: `Connecting to ${plural(reading, 'node')}`,
      text: 'VTEPs and tunnels appear as each one is read.',
    })
  } else if (overlay.vnis.length === 0 && overlay.nodes.some(node => node.state === 'live')) {
    notes.push({
      tone: 'plain',
      title: `No VXLAN device on ${plural(overlay.nodes.length, 'node')}`,
      text: 'They answer, and “ip -d link show type vxlan” shows nothing on them.',
    })
  }
  if (vni !== null && overlay.vnis.length > 0 && overlay.vnis.every(one => one.vni !== vni)) {
    notes.push({ tone: 'warn', title: `No node has VNI ${vni}`, text: 'Pick another one, or all, at the top.' })
  }
  if (graph.hiddenGroups > 0) {
    notes.push({
      tone: 'plain',
      title: `${plural(graph.hiddenGroups, 'multicast group')} not drawn`,
      text: 'Pick a VNI to see its group.',
    })
  }
  return notes
}

export const GraphNotes = (props: Props) => (
  <div className="pointer-events-none absolute inset-x-0 top-3 z-[5] flex flex-col items-center gap-2 px-16">
    {notesOf(props).map(note => (
      <div className="pointer-events-auto max-w-md shadow-card" key={note.title}>
        <Notice size="line" title={note.title} tone={note.tone}>
          {note.text}
        </Notice>
      </div>
    ))}
  </div>
)
