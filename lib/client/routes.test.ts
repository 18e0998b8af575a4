import { describe, expect, it } from 'vitest'
import {
  arrowHead,
  type Box,
  borderPoint,
  type Curve,
  directCurve,
  pathOf,
  pointAt,
  reversed,
  shifted,
} from './edge-path'
import { type Ring, routeEdges } from './routes'

const box = (x: number, y: number, width = 100, height = 40): Box => ({ x, y, width, height })
const ring = (boxes: Record<string, Box>, difference: Partial<Ring> = {}): Ring => ({
  boxes: new Map(Object.entries(boxes)),
  sides: new Map(),
  obstacles: [],
  chips: [],
  ...difference,
})
const way = (a: string, b: string, labelWidth = 80) => ({ id: `${a}|${b}`, a, b, labelWidth })
const straight: Curve = { start: { x: 0, y: 0 }, c1: { x: 30, y: 0 }, c2: { x: 60, y: 0 }, end: { x: 90, y: 0 } }

describe('borderPoint', () => {
  it('leaves a box on the side that faces the point', () => {
    expect(borderPoint(box(0, 0), { x: 500, y: 0 })).toEqual({ x: 50, y: 0 })
    expect(borderPoint(box(0, 0), { x: 0, y: -500 })).toEqual({ x: 0, y: -20 })
  })
})

describe('directCurve', () => {
  it('is straight where nothing stands in its way', () => {
    expect(pointAt(directCurve(box(-300, 0), box(300, 0), []), 0.25).y).toBe(0)
  })

  it('goes around a hub in its way', () => {
    const hub = { x: 0, y: 10 }
    expect(Math.abs(pointAt(directCurve(box(-300, 0), box(300, 0), [hub]), 0.5).y - hub.y)).toBeGreaterThan(60)
  })
})

describe('curves', () => {
  it('run the other way when reversed', () => {
    expect(pathOf(reversed(straight))).toBe('M90.0,0.0 C60.0,0.0 30.0,0.0 0.0,0.0')
  })

  it('run beside themselves when shifted', () => {
    expect(shifted(straight, 4).start).toEqual({ x: 0, y: 4 })
  })

  it('end in half an arrow when nobody answers', () => {
    const y = (path: string) => [...path.matchAll(/,(-?[\d.]+)/g)].map(match => Number(match[1]))
    expect(y(arrowHead(straight, 10, false)).filter(value => value > 0)).toHaveLength(1)
    expect(y(arrowHead(straight, 10, true)).filter(value => value > 0)).toHaveLength(0)
  })
})

describe('routeEdges', () => {
  const square = { a: box(-300, -200), b: box(300, 200), c: box(300, -200), d: box(-300, 200) }

  it('keeps the labels of crossing edges apart', () => {
    const routes = routeEdges([way('a', 'b'), way('c', 'd')], ring(square))
    const [one, two] = [routes.get('a|b')?.label, routes.get('c|d')?.label]
    expect(Math.abs((one?.x ?? 0) - (two?.x ?? 0)) >= 80 || Math.abs((one?.y ?? 0) - (two?.y ?? 0)) >= 20).toBe(true)
  })

  it('keeps a label off a hub', () => {
    const label = routeEdges([way('a', 'b')], ring(square, { obstacles: [box(0, 0, 132, 74)] })).get('a|b')?.label
    expect(Math.abs(label?.x ?? 0) >= 106 || Math.abs(label?.y ?? 0) >= 47).toBe(true)
  })

  it('keeps a label off a MAC', () => {
    const label = routeEdges([way('a', 'b')], ring(square, { chips: [box(0, 0, 60, 26)] })).get('a|b')?.label
    expect(Math.abs(label?.x ?? 0) >= 70 || Math.abs(label?.y ?? 0) >= 23).toBe(true)
  })

  it('puts the label of a short edge beside it', () => {
    const label = routeEdges([way('a', 'b', 120)], ring({ a: box(-100, 0), b: box(100, 0) })).get('a|b')?.label
    expect(Math.abs(label?.y ?? 0)).toBeGreaterThan(10)
  })

  it('leads edges of a large ring through its inside', () => {
    const sides = new Map([
      ['a', 'right'],
      ['b', 'right'],
    ] as const)
    const curve = routeEdges(
      [{ ...way('a', 'b'), large: true }],
      ring({ a: box(500, -100), b: box(500, 100) }, { sides }),
    ).get('a|b')?.curve
    expect(curve?.start.x).toBeLessThan(450)
    expect(curve === undefined ? 0 : pointAt(curve, 0.5).x).toBeLessThan(400)
  })

  it('leaves out an edge to a card that is not there', () => {
    expect(routeEdges([way('a', 'gone')], ring(square)).size).toBe(0)
  })
})
