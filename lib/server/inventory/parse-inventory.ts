import { Inventory } from '@/lib/model/inventory'
import { fail, ok, type Result } from '@/lib/model/result'
import { describeJumps, describeNodes } from './node-problems'
import { listProblems, parseYaml } from './parse-yaml'
import { fileProblem, INVENTORY_EXAMPLE, type InventoryProblem } from './problem'
import { type TextFile, tooLarge } from './read-text'
import { describeIssues } from './schema-problems'

/** An inventory of 5,000 nodes has about one MiB. */
export const MAX_INVENTORY_BYTES = 4 * 1024 * 1024
export const INVENTORY_FILE: TextFile = {
  expected: 'an inventory file',
  example: INVENTORY_EXAMPLE,
  mostBytes: MAX_INVENTORY_BYTES,
}

/**
 * The text of an inventory file, checked whole: YAML, keys, values, names that stand twice, jumps in a circle. One mistake
 * and nothing of it is taken, so that half an inventory is never mistaken for the whole. `file` names it in the problems;
 * it is not opened. Aliases and merge keys (`<<`) work, within bounds. Never throws.
 */
export const parseInventory = (text: string, file: string): Result<Inventory, InventoryProblem[]> => {
  if (Buffer.byteLength(text) > MAX_INVENTORY_BYTES) return fail([tooLarge(file, INVENTORY_FILE)])
  const { problems, root, lines } = parseYaml(text)
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
