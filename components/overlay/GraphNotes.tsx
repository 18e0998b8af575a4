import clsx from 'clsx'
import { CircleAlert, Info, TriangleAlert } from 'lucide-react'
import type { Graph } from '@/lib/client/graph-types'
import { plural } from '@/lib/client/time'
import { noDeviceNote, noVniNote } from '@/lib/client/unread-words'
import type { Overlay } from '@/lib/model/overlay'

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
  } else {
    const none = noDeviceNote(overlay)
    if (none !== null) notes.push({ tone: 'plain', ...none })
  }
  const missing = vni === null ? null : noVniNote(overlay, vni)
  if (missing !== null) notes.push({ tone: 'warn', ...missing })
  if (overlay.vnis.length > 0 && overlay.tunnels.length === 0 && overlay.nodes.every(node => node.state === 'live')) {
    notes.push({
      tone: 'plain',
      title: 'No tunnel',
      text: 'Nothing has been learned, or it has aged out. The first frame through the overlay is flooded, and teaches each node where its sender is.',
    })
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

const TONES = { plain: 'bg-surface', warn: 'bg-warn-soft', bad: 'bg-bad-soft' } as const
const ICONS = { plain: Info, warn: TriangleAlert, bad: CircleAlert } as const
const INK = { plain: 'text-ink-3', warn: 'text-warn', bad: 'text-bad' } as const

export const GraphNotes = (props: Props) =>
  notesOf(props).map(({ tone, title, text }) => {
    const Icon = ICONS[tone]
    return (
      <div
        className={clsx('flex shrink-0 gap-2 border-line border-b px-4 py-2', TONES[tone])}
        key={title}
        role={tone === 'plain' ? 'status' : 'alert'}
      >
        <Icon aria-hidden className={clsx('mt-0.5 size-4 shrink-0', INK[tone])} />
        <p>
          <span className="font-medium">{title}.</span> <span className="text-ink-2">{text}</span>
        </p>
      </div>
    )
  })
