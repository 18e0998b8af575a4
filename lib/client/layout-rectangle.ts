import type { Place, Size } from './graph-types'

const PITCH_X = 40
/** How far the sides bend outward, as a share, so that no two neighbours hide what runs between them. */
const BULGE = 0.14
/** A canvas beside its inspector on a common screen. */
const CANVAS: Size = { width: 4, height: 3 }
/** Up to so many, MACs stand beside their cards and want rows further apart. */
export const SPARSE = 12
const DENSE = 24

interface Frame {
  vertical: number
  horizontal: number
  halfWidth: number
  halfHeight: number
}

const steps = (count: number, size: Size): Size => ({
  width: size.width + PITCH_X,
  height: size.height + (count <= SPARSE ? 62 : count <= DENSE ? 26 : 14),
})

/** How many stand on each side, so that the whole comes out as large as may be on the canvas. */
const frameFor = (count: number, size: Size): Frame => {
  const step = steps(count, size)
  const half = Math.ceil(count / 2)
  const frames = Array.from({ length: half - 1 }, (_, i): Frame => {
    const horizontal = half - 1 - i
    const vertical = i + 1
    return {
      vertical,
      horizontal,
      halfWidth: ((horizontal + 1) * step.width) / 2,
      halfHeight: ((vertical + 1) * step.height) / 2,
    }
  })
  const scale = ({ halfWidth, halfHeight }: Frame) =>
    Math.max((halfWidth * 2 + size.width) / CANVAS.width, (halfHeight * 2 + size.height) / CANVAS.height)
  return frames.reduce((best, frame) => (scale(frame) < scale(best) ? frame : best))
}

/** Centres on the four sides of a bulging rectangle, from the right side against the clock. `count` is at least 4. */
export const onRectangle = (count: number, size: Size): Place[] => {
  const { vertical, horizontal, halfWidth, halfHeight } = frameFor(count, size)
  const step = steps(count, size)
  const left = Math.min(vertical, Math.max(0, count - vertical - horizontal))
  const bottom = Math.max(0, count - vertical - horizontal - left)
  const bend = (at: number, reach: number) => (1 - (at / reach) ** 2) * BULGE
  const spread = (n: number, by: number) => Array.from({ length: n }, (_, i) => (i - (n - 1) / 2) * by)
  const column = (n: number, sign: 1 | -1): Place[] =>
    spread(n, step.height).map(at => ({
      x: sign * halfWidth * (1 + bend(at, halfHeight)),
      y: -sign * at,
      side: sign > 0 ? 'right' : 'left',
    }))
  const row = (n: number, sign: 1 | -1): Place[] =>
    spread(n, step.width).map(at => ({
      x: sign * at,
      y: sign * halfHeight * (1 + bend(at, halfWidth)),
      side: sign > 0 ? 'bottom' : 'top',
    }))
  return [...column(vertical, 1), ...row(horizontal, -1), ...column(left, -1), ...row(bottom, 1)]
}
