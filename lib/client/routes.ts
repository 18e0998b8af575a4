import { type Box, type Curve, chordCurve, directCurve, pointAt } from './edge-path'
import type { Side, XY } from './graph-types'

/** What of an edge its way depends on. `labelWidth` is 0 for one without a label. */
export interface Way {
  id: string
  a: string
  b: string
  labelWidth: number
  /** One of many in its ring: it runs through the inside of it. */
  large?: boolean
}

export interface Route {
  curve: Curve
  /** Middle of the label. */
  label: XY
}

export interface Ring {
  boxes: ReadonlyMap<string, Box>
  sides: ReadonlyMap<string, Side>
  /** Hubs, which no edge should cut through. */
  obstacles: readonly Box[]
  /** What else a label should not cover. */
  chips: readonly Box[]
}

const LABEL_HEIGHT = 20
/** Places along an edge where its label may stand, the best first. */
const STOPS = [0.5, 0.42, 0.58, 0.34, 0.66, 0.27, 0.73] as const
/** An edge shorter than its label and this has the label beside it. */
const ROOM = 56

const overlaps = (a: Box, b: Box): boolean =>
  Math.abs(a.x - b.x) < (a.width + b.width) / 2 && Math.abs(a.y - b.y) < (a.height + b.height) / 2

/** How far a label stands beside an edge that is too short to carry it: outward, just clear of the line. */
const besideOf = ({ start, end }: Curve, width: number): XY => {
  const length = Math.hypot(end.x - start.x, end.y - start.y) || 1
  if (length >= width + ROOM) return { x: 0, y: 0 }
  const normal = { x: -(end.y - start.y) / length, y: (end.x - start.x) / length }
  const away = (Math.abs(normal.x) * width + Math.abs(normal.y) * LABEL_HEIGHT) / 2 + 4
  const outward = normal.x * (start.x + end.x) + normal.y * (start.y + end.y) < 0 ? -away : away
  return { x: normal.x * outward, y: normal.y * outward }
}

const placeLabel = (curve: Curve, width: number, taken: readonly Box[]): Box => {
  const beside = besideOf(curve, width)
  const boxAt = (t: number): Box => {
    const { x, y } = pointAt(curve, t)
    return { x: x + beside.x, y: y + beside.y, width, height: LABEL_HEIGHT }
  }
  return boxAt(STOPS.find(t => !taken.some(other => overlaps(boxAt(t), other))) ?? 0.5)
}

/** The ways of all edges, and where their labels stand without covering boxes or each other where that can be had. */
export const routeEdges = (ways: readonly Way[], { boxes, sides, obstacles, chips }: Ring): Map<string, Route> => {
  const taken: Box[] = [...boxes.values(), ...obstacles, ...chips]
  const routes = new Map<string, Route>()
  for (const { id, a, b, labelWidth, large = false } of ways) {
    const [from, to] = [boxes.get(a), boxes.get(b)]
    if (from === undefined || to === undefined) continue
    const curve = large
      ? chordCurve(from, sides.get(a) ?? 'left', to, sides.get(b) ?? 'right')
      : directCurve(from, to, obstacles)
    const label = labelWidth === 0 || large ? pointAt(curve, 0.5) : placeLabel(curve, labelWidth, taken)
    if (labelWidth > 0 && !large) taken.push({ ...label, width: labelWidth, height: LABEL_HEIGHT })
    routes.set(id, { curve, label: { x: label.x, y: label.y } })
  }
  return routes
}
