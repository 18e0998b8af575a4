import type { XY } from '../graph-types'

/** A box with lines of text in it. Coordinates are those of the canvas. */
export interface DrawnBox extends XY {
  width: number
  height: number
  shape: 'card' | 'pill' | 'hexagon' | 'frame'
  dashed: boolean
  /** Stale or unknown. */
  hatched: boolean
  lines: readonly { text: string; bold?: boolean; mono?: boolean; colour?: string }[]
}

export interface DrawnLine {
  path: string
  /** Arrow heads, filled. */
  heads: readonly string[]
  colour: string
  width: number
  dash?: string | undefined
  opacity: number
  /** Drawn in the ground's colour along its middle: a double line. */
  double: boolean
  label: (XY & { text: string }) | null
}

export interface Drawing {
  x: number
  y: number
  width: number
  height: number
  lines: readonly DrawnLine[]
  boxes: readonly DrawnBox[]
}

const escapeXml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')

const n = (value: number): string => String(Math.round(value * 10) / 10)

const MARGIN = 24
const LINE = 17
const SANS = 'system-ui, sans-serif'
const MONO = 'ui-monospace, Menlo, monospace'

const outline = ({ x, y, width, height, shape }: DrawnBox): string => {
  if (shape !== 'hexagon') {
    const round = shape === 'pill' ? height / 2 : 8
    return `<rect x="${n(x)}" y="${n(y)}" width="${n(width)}" height="${n(height)}" rx="${n(round)}"`
  }
  const [left, right, middle] = [x + 20, x + width - 20, y + height / 2]
  const points = [
    [left, y],
    [right, y],
    [x + width, middle],
    [right, y + height],
    [left, y + height],
    [x, middle],
  ]
  return `<polygon points="${points.map(([px = 0, py = 0]) => `${n(px)},${n(py)}`).join(' ')}"`
}

const box = (drawn: DrawnBox): string => {
  const { x, y, width, height, lines, shape } = drawn
  const fill = shape === 'frame' ? 'var(--surface)' : drawn.dashed ? 'var(--bg)' : 'var(--raised)'
  const stroke = `stroke="${shape === 'frame' ? 'var(--accent)' : 'var(--line-strong)'}"`
  const centred = shape === 'pill' || shape === 'hexagon'
  const top = shape === 'frame' ? y + 24 : y + height / 2 - ((lines.length - 1) * LINE) / 2 + 4
  const texts = lines.map(({ text, bold = false, mono = false, colour = 'var(--ink)' }, at) => {
    const place = `x="${n(centred ? x + width / 2 : x + 12)}" y="${n(top + at * LINE)}"`
    const face = `font-family="${mono ? MONO : SANS}" font-size="${mono ? 12 : 13}"${bold ? ' font-weight="600"' : ''}`
    return `<text ${place} ${face} fill="${colour}"${centred ? ' text-anchor="middle"' : ''}>${escapeXml(text)}</text>`
  })
  const hatch = drawn.hatched ? `${outline(drawn)} fill="url(#hatch)"/>` : ''
  return `${outline(drawn)} fill="${fill}" ${stroke}${drawn.dashed ? ' stroke-dasharray="4 3"' : ''}/>${hatch}${texts.join('')}`
}

const line = ({ path, heads, colour, width, dash, opacity, double, label }: DrawnLine): string => {
  const stroke = (own: string, by: number) => `<path d="${path}" fill="none" stroke="${own}" stroke-width="${n(by)}"`
  const text =
    label === null
      ? ''
      : `<text x="${n(label.x)}" y="${n(label.y + 4)}" text-anchor="middle" font-family="${SANS}" font-size="12" fill="var(--ink-2)" stroke="var(--bg)" stroke-width="9" stroke-linejoin="round" paint-order="stroke">${escapeXml(label.text)}</text>`
  return [
    `<g opacity="${n(opacity)}">`,
    `${stroke(colour, double ? width + 3.5 : width)}${dash === undefined ? '' : ` stroke-dasharray="${dash}"`}/>`,
    double ? `${stroke('var(--bg)', width)}/>` : '',
    ...heads.map(head => `<path d="${head}" fill="${colour}"/>`),
    `</g>${text}`,
  ].join('')
}

const HATCH =
  '<pattern id="hatch" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(-45)"><rect width="7" height="2" fill="var(--hatch)"/></pattern>'

/**
 * A graph as an SVG that needs nothing but itself: `colours` gives what each custom property (`--ink`) stands for, in the
 * theme that is shown.
 */
export const drawSvg = (drawing: Drawing, colours: (property: string) => string): string => {
  const { x, y, width, height } = drawing
  const [left, top, wide, high] = [x - MARGIN, y - MARGIN, width + 2 * MARGIN, height + 2 * MARGIN]
  const frames = drawing.boxes.filter(one => one.shape === 'frame')
  const others = drawing.boxes.filter(one => one.shape !== 'frame')
  const svg = [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${n(wide)}" height="${n(high)}" viewBox="${n(left)} ${n(top)} ${n(wide)} ${n(high)}">`,
    `<defs>${HATCH}</defs>`,
    `<rect x="${n(left)}" y="${n(top)}" width="${n(wide)}" height="${n(high)}" fill="var(--bg)"/>`,
    ...frames.map(box),
    ...drawing.lines.map(line),
    ...others.map(box),
    '</svg>',
  ].join('\n')
  return svg.replaceAll(/var\((--[\w-]+)\)/g, (_, property: string) => escapeXml(colours(property)))
}
