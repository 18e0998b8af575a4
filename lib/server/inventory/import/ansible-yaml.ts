import { parseDocument } from 'yaml'
import { yamlErrorWords } from '../yaml-errors'
import { buildTree, type Located, YAML_OPTIONS } from '../yaml-tree'
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

/** An Ansible inventory in its YAML form. What can't be read is named in `notes`; nothing that a tag asks for is done. */
export const parseAnsibleYaml = (text: string): AnsibleInventory => {
  const inventory = emptyInventory()
  if (isTooDeep(text)) {
    note(inventory, 'not read, nested too deeply')
    return inventory
  }
  const document = parseDocument(text, YAML_OPTIONS)
  for (const { code, linePos } of document.errors.slice(0, 5)) {
    const { message, expected } = yamlErrorWords(code)
    note(inventory, `line ${linePos?.[0].line ?? '?'}: ${message}; expected ${expected}`)
  }
  if (document.errors.length > 0) return inventory
  const { root, problems } = buildTree(document.contents)
  for (const { message, expected } of problems.slice(0, 5)) note(inventory, `${message}; expected ${expected}`)
  if (problems.length > 0) return inventory
  for (const [name, group] of entriesOf(root)) readGroup(inventory, name, group)
  return inventory
}
