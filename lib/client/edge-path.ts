import type { Size, XY } from './graph-types'

/** A box by its centre. */
export interface Box extends XY, Size {}

/** A quadratic curve from one box's border to the other's, with the directions it leaves and arrives by. */
export interface Curve {
  start: XY
  control: XY
  end: XY
  middle: XY
}

/** Where the ray from a box's centre towards `point` leaves the box, `gap` outside it. */
export const borderPoint = (box: Box, point: XY, gap = 0): XY => {
  const dx = point.x - box.x
  const dy = point.y - box.y
  if (dx === 0 && dy === 0) return { x: box.x, y: box.y }
  const scale = Math.min(
    dx === 0 ? Number.POSITIVE_INFINITY : (box.width / 2 + gap) / Math.abs(dx),
    dy === 0 ? Number.POSITIVE_INFINITY : (box.height / 2 + gap) / Math.abs(dy),
  )
  return { x: box.x + dx * scale, y: box.y + dy * scale }
}

const distanceToSegment = (p: XY, a: XY, b: XY): number => {
  const length = (b.x - a.x) ** 2 + (b.y - a.y) ** 2
  const t =
    length === 0 ? 0 : Math.max(0, Math.min(1, ((p.x - a.x) * (b.x - a.x) + (p.y - a.y) * (b.y - a.y)) / length))
  return Math.hypot(p.x - (a.x + t * (b.x - a.x)), p.y - (a.y + t * (b.y - a.y)))
}

const CLEARANCE = 90

/** Bends the straight way between two boxes around the obstacles (hub centres) that it would cut through. */
const controlFor = (a: XY, b: XY, obstacles: readonly XY[]): XY => {
  const middle = { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 }
  const hit = obstacles.find(point => distanceToSegment(point, a, b) < CLEARANCE)
  if (hit === undefined) return middle
  const length = Math.hypot(b.x - a.x, b.y - a.y) || 1
  const normal = { x: -(b.y - a.y) / length, y: (b.x - a.x) / length }
  const side = (hit.x - a.x) * normal.x + (hit.y - a.y) * normal.y
  const away = side > 0 ? -1 : 1
  const bend = 2 * (CLEARANCE - Math.abs(side)) + 40
  return { x: middle.x + normal.x * bend * away, y: middle.y + normal.y * bend * away }
}

const at = (start: XY, control: XY, end: XY, t: number): XY => ({
  x: (1 - t) ** 2 * start.x + 2 * (1 - t) * t * control.x + t ** 2 * end.x,
  y: (1 - t) ** 2 * start.y + 2 * (1 - t) * t * control.y + t ** 2 * end.y,
})

/** The way of an edge between two boxes. `pull` (0 to 1) draws it towards `centre`, so that edges of a large ring gather. */
export const curveBetween = (
  a: Box,
  b: Box,
  obstacles: readonly XY[],
  pull = 0,
  centre: XY = { x: 0, y: 0 },
): Curve => {
  const bent = controlFor(a, b, obstacles)
  const control = { x: bent.x + (centre.x - bent.x) * pull, y: bent.y + (centre.y - bent.y) * pull }
  const start = borderPoint(a, control, 3)
  const end = borderPoint(b, control, 3)
  return { start, control, end, middle: at(start, control, end, 0.5) }
}

const n = (value: number): string => value.toFixed(1)

export const pathOf = ({ start, control, end }: Curve): string =>
  `M${n(start.x)},${n(start.y)} Q${n(control.x)},${n(control.y)} ${n(end.x)},${n(end.y)}`

/** The curve moved sideways, for two lines that run beside each other. */
export const shifted = (curve: Curve, by: number): Curve => {
  const length = Math.hypot(curve.end.x - curve.start.x, curve.end.y - curve.start.y) || 1
  const dx = (-(curve.end.y - curve.start.y) / length) * by
  const dy = ((curve.end.x - curve.start.x) / length) * by
  const move = (p: XY): XY => ({ x: p.x + dx, y: p.y + dy })
  return { start: move(curve.start), control: move(curve.control), end: move(curve.end), middle: move(curve.middle) }
}

export const reversed = (curve: Curve): Curve => ({ ...curve, start: curve.end, end: curve.start })

/** An arrow's head at the curve's end; half of one for a tunnel that nobody answers. */
export const arrowHead = ({ control, end }: Curve, size: number, half: boolean): string => {
  const angle = Math.atan2(end.y - control.y, end.x - control.x)
  const corner = (side: number): XY => ({
    x: end.x - size * Math.cos(angle) + side * size * 0.48 * Math.sin(angle),
    y: end.y - size * Math.sin(angle) - side * size * 0.48 * Math.cos(angle),
  })
  const base = { x: end.x - size * Math.cos(angle), y: end.y - size * Math.sin(angle) }
  const points = half ? [end, corner(1), base] : [end, corner(1), corner(-1)]
  return `M${points.map(p => `${n(p.x)},${n(p.y)}`).join(' L')} Z`
}
