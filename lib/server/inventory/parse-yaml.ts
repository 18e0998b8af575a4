import { LineCounter, parseDocument } from 'yaml'
import { fileProblem, type InventoryProblem, inventoryProblem } from './problem'
import type { PlacedProblem } from './schema-problems'
import { yamlErrorWords } from './yaml-errors'
import { buildTree, type Located, YAML_OPTIONS } from './yaml-tree'

/** More than anybody reads; the last one then says how many are not listed. */
const MOST_PROBLEMS = 50

/** The values of a YAML (or JSON) text with the place of each, or what is wrong with it. Aliases and merge keys (`<<`) work, within bounds. */
export const parseYaml = (text: string): { problems: PlacedProblem[]; root: Located | null; lines: LineCounter } => {
  const lines = new LineCounter()
  const source = text.startsWith('\u{feff}') ? text.slice(1) : text
  const document = parseDocument(source, { ...YAML_OPTIONS, lineCounter: lines })
  const found = [...document.errors, ...document.warnings]
  if (found.length > 0) {
    const problems = found.map(({ code, pos: [offset] }) => {
      const { message, expected } = yamlErrorWords(code)
      return { offset, message: `${message}; expected ${expected}`, expected, hint: null }
    })
    return { problems, root: null, lines }
  }
  const { root, problems } = buildTree(document.contents)
  const placed = problems.map(({ offset, message, expected }) => ({
    offset,
    message: `${message}; expected ${expected}`,
    expected,
    hint: null,
  }))
  return { problems: placed, root, lines }
}

/** In the order of the file, each once, not more than anybody reads. */
export const listProblems = (found: readonly PlacedProblem[], lines: LineCounter, file: string): InventoryProblem[] => {
  const byPlace = new Map(found.map(problem => [`${problem.offset} ${problem.message}`, problem]))
  const sorted = [...byPlace.values()].sort((left, right) => left.offset - right.offset)
  const listed = sorted.slice(0, MOST_PROBLEMS).map(({ offset, message, expected, hint }) => {
    const { line, col } = lines.linePos(offset)
    return inventoryProblem(file, { line: Math.max(line, 1), column: Math.max(col, 1) }, message, expected, hint)
  })
  const rest = sorted.length - listed.length
  return rest === 0
    ? listed
    : [...listed, fileProblem(file, `${rest} further problems are not listed`, 'a file without mistakes')]
}
