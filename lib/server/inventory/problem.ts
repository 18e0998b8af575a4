import { printable } from './printable'

/** A mistake in the inventory file. `line` and `column` count from 1; `null` where the file as a whole is meant. */
export interface InventoryProblem {
  file: string
  line: number | null
  column: number | null
  /** One line, ready to be shown: `vxscope.yaml:7:5: nodes[2].port: expected …, got "ssh"`. Safe for a terminal, holds no secret. */
  message: string
  /** What should have stood there. */
  expected: string
  /** What to do next, possibly on several lines; `null` where `message` says it all. */
  hint: string | null
}

/** The smallest inventory that shows something. */
export const INVENTORY_EXAMPLE = `nodes:
  - { name: leaf1, host: 10.0.0.1, user: ops }
`

/** Where a problem stands; nowhere in particular means the file as a whole. */
interface Place {
  line: number | null
  column: number | null
}

const WHOLE_FILE: Place = { line: null, column: null }

/** `vxscope.yaml:7:5: …`, as compilers print it. */
export const inventoryProblem = (
  file: string,
  { line, column }: Place,
  sentence: string,
  expected: string,
  hint: string | null,
): InventoryProblem => {
  const place = [file, line, column].filter(part => part !== null).join(':')
  return { file, line, column, message: printable(`${place}: ${sentence}`), expected, hint }
}

export const fileProblem = (
  file: string,
  sentence: string,
  expected: string,
  hint: string | null = null,
): InventoryProblem => inventoryProblem(file, WHOLE_FILE, sentence, expected, hint)

/** All of them, one a line, and each hint once beneath. */
export const formatProblems = (problems: readonly InventoryProblem[]): string => {
  const hints = new Set(problems.flatMap(({ hint }) => (hint === null ? [] : [hint.trimEnd()])))
  return [...problems.map(({ message }) => message), ...hints].join('\n')
}
