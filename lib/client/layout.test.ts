import { describe, expect, it } from 'vitest'
import type { GraphCard, GraphHub, Size, XY } from './graph-types'
import { CHIP, cardSize, chipOffsets, HUB, layoutCards, layoutChips } from './layout'

const aCard = (i: number, compact: boolean): GraphCard => ({
  id: `node:leaf${i}`,
  kind: 'node',
  name: `leaf${i}`,
  platform: 'linux',
  os: null,
  status: 'connected',
  state: 'live',
  error: null,
  vteps: [{ id: `vtep:${i}`, address: `10.0.0.${i}`, vrf: '', vnis: [42], shared: false, state: 'live' }],
  moreVteps: 0,
  compact,
  dim: false,
  frame: null,
})

const cards = (count: number): GraphCard[] => Array.from({ length: count }, (_, i) => aCard(i, count > 6))
const hubs = (count: number): GraphHub[] =>
  Array.from({ length: count }, (_, i) => ({ id: `hub:239.1.1.${i}`, address: `239.1.1.${i}`, groups: [], dim: false }))

const collide = (a: XY & Size, b: XY & Size): boolean =>
  Math.abs(a.x - b.x) < (a.width + b.width) / 2 && Math.abs(a.y - b.y) < (a.height + b.height) / 2

const boxes = (count: number, hubCount: number, narrow = false): (XY & Size)[] => {
  const [all, middle] = [cards(count), hubs(hubCount)]
  const places = layoutCards(all, middle, narrow)
  const at = (id: string, size: Size) => ({ x: 0, y: 0, ...places.get(id), ...size })
  return [...all.map(card => at(card.id, cardSize(card))), ...middle.map(hub => at(hub.id, HUB))]
}

const collisions = (all: (XY & Size)[]): number =>
  all.filter((box, i) => all.some((other, j) => i !== j && collide(box, other))).length

describe('layoutCards', () => {
  it.each([1, 2, 3, 4, 5, 6, 7, 8, 9, 12, 13, 20, 24, 25, 50, 51, 100, 200])(
    'lets no two of %i cards and a hub touch',
    count => {
      expect(collisions(boxes(count, 1))).toBe(0)
    },
  )

  it.each([1, 2, 3, 6, 12, 50])('finds room for nine hubs among %i cards', count => {
    expect(collisions(boxes(count, 9))).toBe(0)
  })

  it.each([2, 3, 4])('stands %i cards and a hub upright where there is little width', count => {
    const all = boxes(count, 1, true)
    expect(collisions(all)).toBe(0)
    const span = (low: (box: XY & Size) => number, high: (box: XY & Size) => number) =>
      Math.max(...all.map(high)) - Math.min(...all.map(low))
    const width = span(
      box => box.x - box.width / 2,
      box => box.x + box.width / 2,
    )
    const height = span(
      box => box.y - box.height / 2,
      box => box.y + box.height / 2,
    )
    expect(width).toBeLessThan(560)
    expect(height).toBeGreaterThan(width * 0.8)
  })

  it('gives every card a place', () => {
    expect([...layoutCards(cards(50), []).values()].every(({ x, y }) => Number.isFinite(x) && Number.isFinite(y))).toBe(
      true,
    )
  })

  it('stands the same way for the same set', () => {
    expect(layoutCards(cards(17), hubs(2))).toEqual(layoutCards(cards(17), hubs(2)))
  })

  it('has 50 cards in about the shape of the canvas', () => {
    const all = boxes(50, 1)
    const width = Math.max(...all.map(box => box.x + box.width / 2)) * 2
    const height = Math.max(...all.map(box => box.y + box.height / 2)) * 2
    expect(width / height).toBeGreaterThan(0.9)
    expect(width / height).toBeLessThan(1.8)
  })
})

describe('chipOffsets', () => {
  const card = { width: 232, height: 84 }

  it.each(['left', 'right', 'top', 'bottom'] as const)('keeps chips off their card and each other on the %s', side => {
    const chips = chipOffsets(21, card, side, 3).map(({ x, y }) => ({
      x: x + CHIP.width / 2,
      y: y + CHIP.height / 2,
      ...CHIP,
    }))
    expect(collisions([...chips, { x: card.width / 2, y: card.height / 2, ...card }])).toBe(0)
  })
})

describe('layoutChips', () => {
  it('leaves out chips whose card is gone', () => {
    const more = { id: 'more:vtep:10.0.0.1', card: 'node:gone', vtep: 'vtep:10.0.0.1', count: 1, atLeast: false }
    expect(layoutChips([], [more], new Map(), new Map()).size).toBe(0)
  })
})
