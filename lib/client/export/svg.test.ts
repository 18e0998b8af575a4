import { describe, expect, it } from 'vitest'
import { type Drawing, type DrawnBox, drawSvg } from './svg'

const aBox = (difference: Partial<DrawnBox> = {}): DrawnBox => ({
  ...{ x: 0, y: 0, width: 100, height: 40, shape: 'card', dashed: false, hatched: false, lines: [{ text: 'vyos01' }] },
  ...difference,
})
const svgOf = (difference: Partial<Drawing>) =>
  drawSvg(
    { x: 0, y: 0, width: 100, height: 40, lines: [], boxes: [], ...difference },
    property => `#${property.length}`,
  )

describe('drawSvg', () => {
  it('leaves no custom property in the file, which stands by itself', () => {
    const svg = svgOf({ boxes: [aBox()] })
    expect(svg).not.toContain('var(')
    expect(svg).toContain('>vyos01</text>')
  })

  it('has all of the drawing in view', () => {
    expect(svgOf({ x: -300, y: -200, width: 600, height: 400 })).toContain('viewBox="-324 -224 648 448"')
  })

  it('takes no name for markup', () => {
    expect(svgOf({ boxes: [aBox({ lines: [{ text: '<script>"&' }] })] })).toContain('&lt;script&gt;&quot;&amp;')
  })

  it('marks what is stale by a hatch', () => {
    expect(svgOf({ boxes: [aBox({ hatched: true })] })).toContain('url(#hatch)')
  })
})
