import { printable } from '@/lib/server/inventory'
import type { Io } from './io'

export interface Column<Row> {
  title: string
  value: (row: Row) => string | number | null
  align?: 'left' | 'right'
}

export interface TableStyle {
  /** Columns of the terminal; `null` cuts nothing. */
  width: number | null
  /** Letters may be drawn bold. */
  bold: boolean
}

/** No colours and no width of its own where no terminal is, or where the user wants none (no-color.org). */
export const styleOf = ({ stdout, env }: Io): TableStyle => ({
  width: stdout.isTTY ? (stdout.columns ?? 80) : null,
  bold: stdout.isTTY === true && !env.NO_COLOR && env.TERM !== 'dumb',
})

const GAP = '  '
/** A column is never cut below this, nor below its title. */
const NARROWEST = 8
const NOTHING = '–'

const WIDE =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Emoji_Presentation}\uff01-\uff60]/u
const MARK = /\p{M}/u

const widthOf = (character: string): number => {
  if (MARK.test(character)) return 0
  return WIDE.test(character) ? 2 : 1
}

/** How many columns a terminal needs for it. */
export const textWidth = (text: string): number => {
  let width = 0
  for (const character of text) width += widthOf(character)
  return width
}

const cut = (text: string, width: number): string => {
  if (textWidth(text) <= width) return text
  let kept = ''
  let used = 0
  for (const character of text) {
    used += widthOf(character)
    if (used > width - 1) break
    kept += character
  }
  return `${kept}…`
}

/** Takes from the widest column until all fit, or none can be narrower. */
const narrow = (widths: readonly number[], least: readonly number[], room: number): number[] => {
  const fitted = [...widths]
  const total = () => fitted.reduce((sum, width) => sum + width, GAP.length * (fitted.length - 1))
  for (let excess = total() - room; excess > 0; excess--) {
    let widest = -1
    for (const [index, width] of fitted.entries()) {
      const narrower = width > (least[index] ?? 0)
      if (narrower && (widest < 0 || width > (fitted[widest] ?? 0))) widest = index
    }
    if (widest < 0) break
    fitted[widest] = (fitted[widest] ?? 0) - 1
  }
  return fitted
}

/**
 * Rows as aligned columns under their titles, a newline after each. What nodes told is made printable: no control
 * character of theirs reaches the terminal. What isn't known is a dash.
 */
export const renderTable = <Row>(rows: readonly Row[], columns: readonly Column<Row>[], style: TableStyle): string => {
  const cells = rows.map(row =>
    columns.map(({ value }) => {
      const cell = value(row)
      return cell === null || cell === '' ? NOTHING : printable(String(cell))
    }),
  )
  const widths = columns.map(({ title }, index) =>
    cells.reduce((widest, row) => Math.max(widest, textWidth(row[index] ?? '')), title.length),
  )
  const least = columns.map(({ title }) => Math.max(NARROWEST, title.length))
  const fitted = style.width === null ? widths : narrow(widths, least, style.width)
  const line = (texts: readonly string[]): string =>
    columns
      .map(({ align }, index) => {
        const width = fitted[index] ?? 0
        const text = cut(texts[index] ?? '', width)
        const blanks = ' '.repeat(width - textWidth(text))
        return align === 'right' ? blanks + text : text + blanks
      })
      .join(GAP)
      .trimEnd()
  const titles = line(columns.map(({ title }) => title))
  return [style.bold ? `\x1b[1m${titles}\x1b[22m` : titles, ...cells.map(line)].map(text => `${text}\n`).join('')
}
