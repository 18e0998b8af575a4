import type { Box } from './edge-path'

export type Direction = 'left' | 'right' | 'up' | 'down'

export const DIRECTIONS: Readonly<Record<string, Direction>> = {
  ArrowLeft: 'left',
  ArrowRight: 'right',
  ArrowUp: 'up',
  ArrowDown: 'down',
}

/** How far ahead a box is in a direction, and how far off to the side. */
const ahead = (from: Box, to: Box, direction: Direction): { along: number; aside: number } => {
  const [dx, dy] = [to.x - from.x, to.y - from.y]
  if (direction === 'left') return { along: -dx, aside: Math.abs(dy) }
  if (direction === 'right') return { along: dx, aside: Math.abs(dy) }
  if (direction === 'up') return { along: -dy, aside: Math.abs(dx) }
  return { along: dy, aside: Math.abs(dx) }
}

/** Going aside counts double: the eye goes straight first. */
const ASIDE = 2

/** The box that an arrow key leads to: the nearest whose middle lies that way; `null` where none does. */
export const nearestIn = (boxes: ReadonlyMap<string, Box>, id: string, direction: Direction): string | null => {
  const from = boxes.get(id)
  if (from === undefined) return null
  let best: { id: string; cost: number } | null = null
  for (const [other, box] of boxes) {
    const { along, aside } = ahead(from, box, direction)
    if (other === id || along <= 1) continue
    const cost = along + ASIDE * aside
    if (best === null || cost < best.cost) best = { id: other, cost }
  }
  return best?.id ?? null
}
