import type { Side, Size, XY } from './graph-types'

/** A box by its centre. */
export interface Box extends XY, Size {}

/** A cubic curve from one box's border to the other's. */
export interface Curve {
  start: XY
  c1: XY
  c2: XY
  end: XY
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
const bendAround = (a: XY, b: XY, obstacles: readonly XY[]): XY => {
  const middle = { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 }
  const hit = obstacles.find(point => distanceToSegment(point, a, b) < CLEARANCE)
  if (hit === undefined) return middle
  const length = Math.hypot(b.x - a.x, b.y - a.y) || 1
  const normal = { x: -(b.y - a.y) / length, y: (b.x - a.x) / length }
  const side = (hit.x - a.x) * normal.x + (hit.y - a.y) * normal.y
  const bend = (2 * (CLEARANCE - Math.abs(side)) + 40) * (side > 0 ? -1 : 1)
  return { x: middle.x + normal.x * bend, y: middle.y + normal.y * bend }
}

const GAP = 3
const towards = (from: XY, to: XY, share: number): XY => ({
  x: from.x + (to.x - from.x) * share,
  y: from.y + (to.y - from.y) * share,
})

/** The straight way between two boxes, bent where a hub stands in it. */
export const directCurve = (a: Box, b: Box, obstacles: readonly XY[]): Curve => {
  const control = bendAround(a, b, obstacles)
  const start = borderPoint(a, control, GAP)
  const end = borderPoint(b, control, GAP)
  return { start, c1: towards(start, control, 2 / 3), c2: towards(end, control, 2 / 3), end }
}

/** Which way the inside of the ring is, from a place on one of its sides. */
const INWARD: Record<Side, XY> = {
  left: { x: 1, y: 0 },
  right: { x: -1, y: 0 },
  top: { x: 0, y: 1 },
  bottom: { x: 0, y: -1 },
}

const innerPoint = (box: Box, side: Side): XY => ({
  x: box.x + INWARD[side].x * (box.width / 2 + GAP),
  y: box.y + INWARD[side].y * (box.height / 2 + GAP),
})

/** The way between two boxes on a ring, through its inside: so it never runs under the boxes between them. */
export const chordCurve = (a: Box, sideA: Side, b: Box, sideB: Side): Curve => {
  const start = innerPoint(a, sideA)
  const end = innerPoint(b, sideB)
  const reach = Math.min(320, 36 + Math.hypot(end.x - start.x, end.y - start.y) * 0.36)
  return {
    start,
    c1: { x: start.x + INWARD[sideA].x * reach, y: start.y + INWARD[sideA].y * reach },
    c2: { x: end.x + INWARD[sideB].x * reach, y: end.y + INWARD[sideB].y * reach },
    end,
  }
}

/** The point of a curve at `t`, 0 to 1. */
export const pointAt = ({ start, c1, c2, end }: Curve, t: number): XY => {
  const u = 1 - t
  const [a, b, c, d] = [u ** 3, 3 * u ** 2 * t, 3 * u * t ** 2, t ** 3]
  return { x: a * start.x + b * c1.x + c * c2.x + d * end.x, y: a * start.y + b * c1.y + c * c2.y + d * end.y }
}

const n = (value: number): string => value.toFixed(1)
const xy = (p: XY): string => `${n(p.x)},${n(p.y)}`

export const pathOf = ({ start, c1, c2, end }: Curve): string => `M${xy(start)} C${xy(c1)} ${xy(c2)} ${xy(end)}`

/** The curve moved sideways, for two lines that run beside each other. */
export const shifted = (curve: Curve, by: number): Curve => {
  const length = Math.hypot(curve.end.x - curve.start.x, curve.end.y - curve.start.y) || 1
  const dx = (-(curve.end.y - curve.start.y) / length) * by
  const dy = ((curve.end.x - curve.start.x) / length) * by
  const move = (p: XY): XY => ({ x: p.x + dx, y: p.y + dy })
  return { start: move(curve.start), c1: move(curve.c1), c2: move(curve.c2), end: move(curve.end) }
}

export const reversed = ({ start, c1, c2, end }: Curve): Curve => ({ start: end, c1: c2, c2: c1, end: start })

/** An arrow's head at the curve's end; half of one for a tunnel that nobody answers. */
export const arrowHead = ({ c2, end }: Curve, size: number, half: boolean): string => {
  const angle = Math.atan2(end.y - c2.y, end.x - c2.x)
  const base = { x: end.x - size * Math.cos(angle), y: end.y - size * Math.sin(angle) }
  const corner = (side: number): XY => ({
    x: base.x + side * size * 0.48 * Math.sin(angle),
    y: base.y - side * size * 0.48 * Math.cos(angle),
  })
  const points = half ? [end, corner(1), base] : [end, corner(1), corner(-1)]
  return `M${points.map(xy).join(' L')} Z`
}
