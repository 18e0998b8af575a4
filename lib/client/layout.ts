import type { GraphCard, GraphHub, GraphMac, GraphMore, Place, Side, Size, XY } from './graph-types'
import { onRectangle } from './layout-rectangle'

export const FULL: Size = { width: 232, height: 58 }
export const COMPACT: Size = { width: 164, height: 46 }
const VTEP_LINE = 26
export const HUB: Size = { width: 132, height: 74 }
const HUB_PITCH: Size = { width: HUB.width + 36, height: HUB.height + 36 }
export const CHIP: Size = { width: 188, height: 26 }
const GAP = 8
/** So many cards stand in a ring and are drawn in full. */
export const ELLIPSE_CARDS = 6

export const cardSize = (card: Pick<GraphCard, 'compact' | 'vteps' | 'moreVteps'>): Size => {
  if (card.compact) return COMPACT
  const lines = card.vteps.length + (card.moreVteps > 0 ? 1 : 0)
  return { width: FULL.width, height: FULL.height + Math.max(1, lines) * VTEP_LINE }
}

/** Where the first place of a ring stands, as an angle: so that none but the outermost is level with the middle. */
const TURN: Readonly<Record<number, number>> = { 4: Math.PI / 4, 5: Math.PI / 2, 6: Math.PI / 6 }

/** Rings that stand upright, where there is more height than width. */
const UPRIGHT: Readonly<Record<number, { rx: number; ry: number; turn: number }>> = {
  2: { rx: 0, ry: 190, turn: Math.PI / 2 },
  3: { rx: 150, ry: 290, turn: Math.PI / 2 },
  4: { rx: 190, ry: 300, turn: Math.PI / 4 },
}

/** Centres of `count` places on an ellipse, from the right end against the clock. MACs stand above the upper half and below the rest. */
const onEllipse = (count: number, rx: number, ry: number, turn = TURN[count] ?? 0): Place[] => {
  return Array.from({ length: count }, (_, i) => {
    const angle = turn - (i * 2 * Math.PI) / count
    const y = Math.sin(angle) * ry
    return { x: Math.cos(angle) * rx, y, side: y < -1 || count === 2 ? 'top' : 'bottom' }
  })
}

export const placesFor = (count: number, size: Size, hubs: number, narrow = false): Place[] => {
  const upright = narrow ? UPRIGHT[count] : undefined
  if (upright !== undefined) return onEllipse(count, upright.rx, upright.ry, upright.turn)
  if (count === 1) return [{ x: hubs > 0 ? -200 : 0, y: 0, side: 'bottom' }]
  if (count <= ELLIPSE_CARDS) return onEllipse(count, count === 2 ? 260 : 370, 110 + count * 30)
  return onRectangle(count, size)
}

/** Hubs stand in the middle, in rows; beside the middle where the one tunnel between two cards runs through it. */
export const placeHubs = (hubs: readonly GraphHub[], cards: number, narrow = false): Map<string, Place> => {
  const columns = hubs.length <= 3 ? Math.max(1, hubs.length) : Math.ceil(Math.sqrt(hubs.length))
  const rows = Math.ceil(hubs.length / columns)
  const left = cards === 1 ? 140 : cards === 2 && narrow ? 150 : (-(columns - 1) / 2) * HUB_PITCH.width
  const top = cards === 2 && !narrow ? 150 : (-(rows - 1) / 2) * HUB_PITCH.height
  return new Map(
    hubs.map((hub, i) => [
      hub.id,
      {
        x: left + (i % columns) * HUB_PITCH.width,
        y: top + Math.floor(i / columns) * HUB_PITCH.height,
        side: 'bottom' as const,
      },
    ]),
  )
}

const GROWTH = 1.08
const MARGIN = 24

/** Moves cards outward, all by the same factor, until the hubs in their middle have room. */
export const clearOf = (hubs: readonly Place[], places: readonly Place[], size: Size): Place[] => {
  const touches = (place: Place): boolean =>
    hubs.some(
      hub =>
        Math.abs(hub.x - place.x) < (HUB.width + size.width) / 2 + MARGIN &&
        Math.abs(hub.y - place.y) < (HUB.height + size.height) / 2 + MARGIN,
    )
  const grown = (factor: number): Place[] =>
    places.map(place => ({ ...place, x: place.x * factor, y: place.y * factor }))
  let factor = 1
  while (factor < 8 && grown(factor).some(touches)) factor *= GROWTH
  return grown(factor)
}

/**
 * Centres of cards and hubs. They follow from the set of things alone: the same set always stands the same way, and a
 * MAC that comes or goes moves nothing else.
 */
export const layoutCards = (
  cards: readonly GraphCard[],
  hubs: readonly GraphHub[],
  narrow = false,
): Map<string, Place> => {
  const tallest = cards.reduce<Size>(
    (best, card) => {
      const size = cardSize(card)
      return size.height > best.height ? size : best
    },
    cards[0]?.compact === true ? COMPACT : FULL,
  )
  const placed = placeHubs(hubs, cards.length, narrow)
  const places = clearOf([...placed.values()], placesFor(cards.length, tallest, hubs.length, narrow), tallest)
  cards.forEach((card, i) => {
    const place = places[i]
    if (place !== undefined) placed.set(card.id, place)
  })
  return placed
}

/** How many chips stand in one line before the next line begins, further out. */
const chipsPerLine = (side: Side, count: number, cards: number): number => {
  if (side === 'left' || side === 'right') return count <= 3 ? 3 : 5
  if (cards > ELLIPSE_CARDS && count > 8) return 3
  if (cards > ELLIPSE_CARDS || count <= 3 || (cards > 4 && count <= 5)) return 1
  return count > 8 && cards === 3 ? 3 : 2
}

/** Upper left corners of a card's chips, seen from the card's own upper left corner: in lines, away from the middle. */
export const chipOffsets = (count: number, card: Size, side: Side, cards: number): XY[] => {
  const perLine = chipsPerLine(side, count, cards)
  return Array.from({ length: count }, (_, i) => {
    const line = Math.floor(i / perLine)
    const inLine = Math.min(perLine, count - line * perLine)
    const at = (i % perLine) - (inLine - 1) / 2
    if (side === 'left' || side === 'right') {
      const y = card.height / 2 + at * (CHIP.height + GAP) - CHIP.height / 2
      const out = (line + 1) * (CHIP.width + GAP)
      return { x: side === 'right' ? card.width + out - CHIP.width : -out, y }
    }
    const x = card.width / 2 + at * (CHIP.width + GAP) - CHIP.width / 2
    const out = (line + 1) * (CHIP.height + GAP)
    return { x, y: side === 'bottom' ? card.height + out - CHIP.height : -out }
  })
}

/** Offsets of every chip, by its id, from the card it stands behind. */
export const layoutChips = (
  macs: readonly GraphMac[],
  more: readonly GraphMore[],
  sizes: ReadonlyMap<string, Size>,
  sides: ReadonlyMap<string, Side>,
): Map<string, XY> => {
  const chips = new Map<string, string[]>()
  for (const chip of [...macs, ...more]) chips.set(chip.card, [...(chips.get(chip.card) ?? []), chip.id])
  const placed = new Map<string, XY>()
  for (const [card, ids] of chips) {
    const size = sizes.get(card)
    if (size === undefined) continue
    const offsets = chipOffsets(ids.length, size, sides.get(card) ?? 'right', sizes.size)
    ids.forEach((id, i) => {
      const offset = offsets[i]
      if (offset !== undefined) placed.set(id, offset)
    })
  }
  return placed
}
