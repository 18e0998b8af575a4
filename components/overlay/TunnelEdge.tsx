'use client'

import { EdgeLabelRenderer, type EdgeProps } from '@xyflow/react'
import clsx from 'clsx'
import { CircleAlert } from 'lucide-react'
import { memo } from 'react'
import { arrowHead, type Curve, pathOf, pointAt, reversed, shifted } from '@/lib/client/edge-path'
import type { GraphEdge, Lane, XY } from '@/lib/client/graph-types'
import { useFindingMark } from '@/lib/client/use-finding-mark'
import { useStrength } from '@/lib/client/use-strength'
import type { TunnelFlow } from './flow-types'
import { laneColour, laneStyle, laneWidth } from './lane-style'
import { usePulse } from './pulse-context'

const ARROW = 10
/** How far apart two directions run whose reasons differ. */
const APART = 4
/** Lines and arrows among many are so much thinner. */
const THIN = 0.7
/** And those of groups, which are many tunnels each, step back until they are looked at. */
const QUIET = 0.5
/** Where on the line its diamond stands: off the middle, where the label is. */
const DIAMOND_AT = 0.72

interface LineProps {
  curve: Curve
  lane: Lane
  colour: string
  /** The other direction, where it runs on the same line. */
  back: Lane | null
  scale: number
  /** 1 is full colour: the life left of what was learned. */
  strength: number
}

const Line = ({ curve, lane, colour, back, scale, strength }: LineProps) => {
  const style = laneStyle(lane.kind)
  const width = laneWidth(Math.max(lane.macs, back?.macs ?? 0)) * scale
  const arrow = (ARROW + width) * scale
  const path = pathOf(curve)
  const { x, y } = pointAt(curve, DIAMOND_AT)
  return (
    <g className="tunnel-line" opacity={lane.state === 'live' ? strength : 0.75}>
      <path
        d={path}
        fill="none"
        stroke={colour}
        strokeDasharray={style.dash}
        strokeWidth={style.double ? width + 3.5 * scale : width}
      />
      {style.double && <path d={path} fill="none" stroke="var(--bg)" strokeWidth={width} />}
      <path d={arrowHead(curve, arrow, lane.oneWay)} fill={colour} />
      {back !== null && <path d={arrowHead(reversed(curve), arrow, back.oneWay)} fill={colour} />}
      {style.diamond && (
        <path
          d={`M${x - 7},${y} L${x},${y - 7} L${x + 7},${y} L${x},${y + 7} Z`}
          fill="var(--bg)"
          stroke={colour}
          strokeWidth="1.75"
        />
      )}
    </g>
  )
}

interface LinesProps {
  curve: Curve
  edge: GraphEdge
  large: boolean
}

const Lines = ({ curve, edge, large }: LinesProps) => {
  const { forward, backward, vnis } = edge
  const both = useStrength(forward, backward)
  const there = useStrength(forward, null)
  const home = useStrength(null, backward)
  const scale = large ? THIN : 1
  const line = (lane: Lane | null, along: Curve, strength: number, back: Lane | null = null) =>
    lane !== null && (
      <Line back={back} colour={laneColour(lane, vnis)} curve={along} lane={lane} scale={scale} strength={strength} />
    )
  if (forward === null || backward === null) return line(forward, curve, there) || line(backward, reversed(curve), home)
  if (forward.kind === backward.kind && forward.state === backward.state) return line(forward, curve, both, backward)
  return (
    <>
      {line(forward, shifted(curve, APART * scale), there)}
      {line(backward, reversed(shifted(curve, -APART * scale)), home)}
    </>
  )
}

/** A sign that something is wrong with a tunnel of an edge; its inspector says what. */
const EdgeMark = ({ edge: { forward, backward } }: { edge: GraphEdge }) => {
  const there = useFindingMark(forward?.tunnels[0]?.id ?? '')
  const back = useFindingMark(backward?.tunnels[0]?.id ?? '')
  const mark = there ?? back
  if (mark === null) return null
  return (
    <CircleAlert className={clsx('-mt-0.5 mr-1 inline size-3.5', mark.worst === 'error' ? 'text-bad' : 'text-warn')} />
  )
}

const Label = ({ text, at, edge }: { text: string; at: XY; edge: GraphEdge }) => (
  <EdgeLabelRenderer>
    <div
      aria-hidden
      className="edge-label pointer-events-none absolute top-0 left-0 whitespace-nowrap rounded bg-bg px-1 text-ink-2 text-small"
      style={{ transform: `translate(-50%, -50%) translate(${at.x}px, ${at.y}px)` }}
    >
      <EdgeMark edge={edge} />
      {text}
    </div>
  </EdgeLabelRenderer>
)

/** One short pulse along the edge, the way the frame ran that taught something. */
const PulseLight = ({ curve, edge }: { curve: Curve; edge: GraphEdge }) => {
  const pulse = usePulse(edge.id)
  if (pulse === null) return null
  const path = pathOf(pulse.from === edge.a ? curve : reversed(curve))
  return (
    <g key={pulse.key}>
      <path className="edge-lit" d={path} fill="none" stroke="var(--accent)" strokeLinecap="round" strokeWidth="9" />
      <path
        className="edge-pulse"
        d={path}
        fill="none"
        pathLength="1"
        stroke="var(--accent)"
        strokeLinecap="round"
        strokeWidth="5"
      />
    </g>
  )
}

/** All tunnels between two cards: the line says why, the arrows which way, the width how many MACs. */
export const TunnelEdge = memo(({ data }: EdgeProps<TunnelFlow>) => {
  if (data === undefined) return null
  const { edge, route, text, large, lit, faded } = data
  const path = pathOf(route.curve)
  return (
    <>
      <path className="edge-glow" d={path} fill="none" stroke="var(--accent)" strokeLinecap="round" strokeWidth="14" />
      <g opacity={large && edge.merged && !lit ? QUIET : 1}>
        <Lines curve={route.curve} edge={edge} large={large} />
      </g>
      <PulseLight curve={route.curve} edge={edge} />
      <path className="react-flow__edge-interaction" d={path} fill="none" strokeOpacity="0" strokeWidth="18">
        <title>{edge.label}</title>
      </path>
      {(large ? lit : !faded) && <Label at={route.label} edge={edge} text={text} />}
    </>
  )
})
TunnelEdge.displayName = 'TunnelEdge'
