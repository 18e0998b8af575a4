import { LineCounter, parseDocument } from 'yaml'
import { yamlErrorWords } from '../yaml-errors'
import { buildTree, type Located, type TreeProblem, YAML_OPTIONS } from '../yaml-tree'
import { type AnsibleInventory, addHosts, emptyInventory, groupOf, note } from './ansible-groups'

/** Far beyond any inventory; the package takes time by the square of it. */
const DEEPEST = 200

/** Whether brackets or dashes are laid into each other without end. Brackets in quotes count too: they are as good as always closed. */
const isTooDeep = (text: string): boolean => {
  let open = 0
  for (const [bracket] of text.matchAll(/[[\]{}]/g)) {
    open = Math.max(0, open + (bracket === '[' || bracket === '{' ? 1 : -1))
    if (open > DEEPEST) return true
  }
  return /(?:[-?:][ \t]+){200}/.test(text)
}

const entriesOf = (located: Located | undefined): [string, Located][] =>
  [...(located?.entries ?? [])].map(([key, { child }]) => [key, child])

const readHosts = (inventory: AnsibleInventory, group: string, hosts: Located | undefined): void => {
  for (const [pattern, vars] of entriesOf(hosts)) {
    for (const host of addHosts(inventory, group, pattern, pattern.slice(0, 100)))
      for (const [key, value] of entriesOf(vars)) host.set(key, value.value)
  }
}

/** A group and what it holds; `buildTree` bounds how deep they lie in each other. */
const readGroup = (inventory: AnsibleInventory, name: string, located: Located): void => {
  const group = groupOf(inventory, name)
  const parts = new Map(entriesOf(located))
  for (const [key, value] of entriesOf(parts.get('vars'))) group.vars.set(key, value.value)
  readHosts(inventory, name, parts.get('hosts'))
  for (const [child, below] of entriesOf(parts.get('children'))) {
    group.children.add(child)
    readGroup(inventory, child, below)
  }
  for (const key of parts.keys())
    if (!['vars', 'hosts', 'children'].includes(key))
      note(inventory, `group ${name.slice(0, 100)}: "${key.slice(0, 100)}" is not read`)
}

const MOST_TOLD = 5

/** The first few things that are wrong, each once and with its line. */
const noteProblems = (inventory: AnsibleInventory, problems: readonly TreeProblem[], lines: LineCounter) => {
  const told = problems.map(
    ({ offset, message, expected }) =>
      `line ${Math.max(lines.linePos(offset).line, 1)}: ${message}; expected ${expected}`,
  )
  for (const text of [...new Set(told)].slice(0, MOST_TOLD)) note(inventory, text)
  return inventory
}

/** An Ansible inventory in its YAML form. What can't be read is named in `notes`; nothing that a tag asks for is done. */
export const parseAnsibleYaml = (text: string): AnsibleInventory => {
  const inventory = emptyInventory()
  if (isTooDeep(text)) {
    note(inventory, 'not read, nested too deeply')
    return inventory
  }
  const lines = new LineCounter()
  const document = parseDocument(text, { ...YAML_OPTIONS, lineCounter: lines })
  const errors = document.errors.map(({ code, pos: [offset] }) => ({ offset, ...yamlErrorWords(code) }))
  if (errors.length > 0) return noteProblems(inventory, errors, lines)
  const { root, problems } = buildTree(document.contents)
  if (problems.length > 0) return noteProblems(inventory, problems, lines)
  for (const [name, group] of entriesOf(root)) readGroup(inventory, name, group)
  return inventory
}
