'use client'

import type { EdgeProps } from '@xyflow/react'
import { memo } from 'react'
import { arrowHead, type Curve, curveBetween, pathOf, reversed, shifted } from '@/lib/client/edge-path'
import type { Lane } from '@/lib/client/graph-types'
import type { TunnelFlow } from './flow-types'
import { laneColour, laneStyle, laneText, laneWidth } from './lane-style'
import { useBoxes } from './use-boxes'

const ARROW = 10
/** How far apart two directions run whose reasons differ. */
const APART = 4
/** How much the edges of a large overlay gather towards its middle. */
const PULL = 0.35

interface LineProps {
  curve: Curve
  lane: Lane
  colour: string
  /** The other direction runs on the same line. */
  back: Lane | null
}

const Line = ({ curve, lane, colour, back }: LineProps) => {
  const style = laneStyle(lane.kind)
  const width = laneWidth(Math.max(lane.macs, back?.macs ?? 0))
  const path = pathOf(curve)
  const { x, y } = curve.middle
  return (
    <g opacity={lane.state === 'live' ? 1 : 0.75}>
      <path
        d={path}
        fill="none"
        stroke={colour}
        strokeDasharray={style.dash}
        strokeWidth={style.double ? width + 3.5 : width}
      />
      {style.double && <path d={path} fill="none" stroke="var(--bg)" strokeWidth={width} />}
      <path d={arrowHead(curve, ARROW + width, lane.oneWay)} fill={colour} />
      {back !== null && <path d={arrowHead(reversed(curve), ARROW + width, back.oneWay)} fill={colour} />}
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

const Lines = ({
  curve,
  forward,
  backward,
  vnis,
}: {
  curve: Curve
  forward: Lane | null
  backward: Lane | null
  vnis: number[]
}) => {
  const together =
    forward !== null && backward !== null && forward.kind === backward.kind && forward.state === backward.state
  if (together) return <Line back={backward} colour={laneColour(forward, vnis)} curve={curve} lane={forward} />
  const apart = forward !== null && backward !== null ? APART : 0
  return (
    <>
      {forward !== null && (
        <Line back={null} colour={laneColour(forward, vnis)} curve={shifted(curve, apart)} lane={forward} />
      )}
      {backward !== null && (
        <Line
          back={null}
          colour={laneColour(backward, vnis)}
          curve={reversed(shifted(curve, -apart))}
          lane={backward}
        />
      )}
    </>
  )
}

const LETTER = 6.6

const Label = ({ text, x, y, large }: { text: string; x: number; y: number; large: boolean }) => {
  const width = text.length * LETTER + 10
  return (
    <g className={large ? 'edge-label quiet' : 'edge-label'}>
      <rect fill="var(--bg)" height="18" rx="4" width={width} x={x - width / 2} y={y - 9} />
      <text dominantBaseline="central" textAnchor="middle" x={x} y={y}>
        {text}
      </text>
    </g>
  )
}

/** All tunnels between two cards: the line says why, the arrows which way, the width how many MACs. */
export const TunnelEdge = memo(({ source, target, data }: EdgeProps<TunnelFlow>) => {
  const boxes = useBoxes(source, target)
  if (boxes === null || data === undefined) return null
  const { edge, obstacles, large } = data
  const curve = curveBetween(boxes[0], boxes[1], obstacles, large ? PULL : 0)
  const lanes = [edge.forward, edge.backward].filter(lane => lane !== null)
  const path = pathOf(curve)
  const offset = lanes.some(lane => lane.kind === 'extern') ? 18 : 0
  return (
    <>
      <path className="edge-glow" d={path} fill="none" stroke="var(--accent)" strokeLinecap="round" strokeWidth="14" />
      <Lines backward={edge.backward} curve={curve} forward={edge.forward} vnis={edge.vnis} />
      <path className="react-flow__edge-interaction" d={path} fill="none" strokeOpacity="0" strokeWidth="18">
        <title>{edge.label}</title>
      </path>
      <Label
        large={large}
        text={laneText(lanes, edge.vnis, edge.macs)}
        x={curve.middle.x}
        y={curve.middle.y + offset}
      />
    </>
  )
})
TunnelEdge.displayName = 'TunnelEdge'
