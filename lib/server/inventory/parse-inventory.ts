import { LineCounter, parseDocument } from 'yaml'
import { Inventory } from '@/lib/model/inventory'
import { fail, ok, type Result } from '@/lib/model/result'
import { describeJumps, describeNodes } from './node-problems'
import { fileProblem, INVENTORY_EXAMPLE, type InventoryProblem, inventoryProblem } from './problem'
import { describeIssues, type PlacedProblem } from './schema-problems'
import { yamlErrorWords } from './yaml-errors'
import { buildTree, type Located, YAML_OPTIONS } from './yaml-tree'

/** An inventory of 5,000 nodes has about one MiB. */
export const MAX_INVENTORY_BYTES = 4 * 1024 * 1024
/** More than anybody reads; the last one then says how many are not listed. */
const MOST_PROBLEMS = 50

const parseYaml = (text: string): { problems: PlacedProblem[]; root: Located | null; lines: LineCounter } => {
  const lines = new LineCounter()
  const document = parseDocument(text, { ...YAML_OPTIONS, lineCounter: lines })
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
const listProblems = (found: readonly PlacedProblem[], lines: LineCounter, file: string): InventoryProblem[] => {
  const byPlace = new Map(found.map(problem => [`${problem.offset} ${problem.message}`, problem]))
  const sorted = [...byPlace.values()].sort((left, right) => left.offset - right.offset)
  const listed = sorted.slice(0, MOST_PROBLEMS).map(({ offset, message, expected, hint }) => {
    const { line, col } = lines.linePos(offset)
    return inventoryProblem(file, { line: Math.max(line, 1), column: Math.max(col, 1) }, message, expected, hint)
  })
  const rest = sorted.length - listed.length
  return rest === 0 ? listed : [...listed, fileProblem(file, `${rest} further problems are not listed`, 'an inventory')]
}

/**
 * The text of an inventory file, checked whole: YAML, keys, values, names that stand twice, jumps in a circle. One mistake
 * and nothing of it is taken, so that half an inventory is never mistaken for the whole. `file` names it in the problems;
 * it is not opened. Aliases and merge keys (`<<`) work, within bounds. Never throws.
 */
export const parseInventory = (text: string, file: string): Result<Inventory, InventoryProblem[]> => {
  if (Buffer.byteLength(text) > MAX_INVENTORY_BYTES) {
    return fail([fileProblem(file, 'the file is larger than 4 MiB', 'an inventory of at most 4 MiB')])
  }
  const source = text.startsWith('\u{feff}') ? text.slice(1) : text
  const { problems, root, lines } = parseYaml(source)
  if (root === null) return fail(listProblems(problems, lines, file))
  if (root.value === null && problems.length === 0) {
    const hint = `The smallest inventory:\n${INVENTORY_EXAMPLE}`
    return fail([fileProblem(file, 'the file is empty; expected a list of nodes', 'a list of nodes', hint)])
  }
  const parsed = Inventory.safeParse(root.value)
  const found = [
    ...problems,
    ...describeNodes(root),
    // Jumps are followed only in what the schema has bounded.
    ...(parsed.success ? describeJumps(root) : describeIssues(root, parsed.error.issues)),
  ]
  return parsed.success && found.length === 0 ? ok(parsed.data) : fail(listProblems(found, lines, file))
}
