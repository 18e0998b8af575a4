import { isDeepStrictEqual } from 'node:util'
import { isMap } from 'yaml'
import type { FieldProblem } from '@/lib/model/error'
import { Inventory, type InventoryNode } from '@/lib/model/inventory'
import type { ChangeNode } from '@/lib/model/nodes-api'
import { fail, ok, type Result } from '@/lib/model/result'
import { dropNode, insertNodes, rewriteNodes } from './edit-text'
import { parseInventory } from './parse-inventory'
import { quoted } from './printable'
import { formatProblems } from './problem'
import { requestProblems } from './request-problems'

/** Why an inventory can't be changed as asked. */
export interface EditError {
  code: 'inventoryUnusable' | 'nameTaken' | 'notFound' | 'invalid' | 'changedMeanwhile' | 'cannotWrite'
  message: string
  hint: string
  /** Where in the request it lies. */
  fields: FieldProblem[]
}

type Edited = Result<string, EditError>

export const editError = (
  code: EditError['code'],
  message: string,
  hint: string,
  fields: FieldProblem[] = [],
): EditError => ({ code, message, hint, fields })

/** The file as it stands, checked; one that doesn't exist (`null`) is an inventory without nodes. */
const readText = (text: string | null, file: string): Result<Inventory, EditError> => {
  if (text === null) return ok(Inventory.parse({}))
  const parsed = parseInventory(text, file)
  if (parsed.ok) return parsed
  return fail(editError('inventoryUnusable', formatProblems(parsed.error), 'Correct the file first; then try again.'))
}

/** The first of the texts that says exactly what is wanted; if none does, nothing is written. */
const verified = (tries: readonly (() => string | null)[], wanted: Inventory, file: string): Edited => {
  let refusal: string | null = null
  for (const attempt of tries) {
    const text = attempt()
    if (text === null) continue
    const parsed = parseInventory(text, file)
    if (parsed.ok && isDeepStrictEqual(parsed.value, wanted)) return ok(text)
    if (!parsed.ok) refusal = formatProblems(parsed.error)
  }
  return refusal === null
    ? fail(
        editError(
          'inventoryUnusable',
          `${file} is built in a way that can't be changed from here: by aliases or merged mappings.`,
          'Change it in an editor; it is read again at once.',
        ),
      )
    : fail(editError('invalid', `The inventory would not be usable afterwards. ${refusal}`, 'Nothing was written.'))
}

const invalid = (fields: FieldProblem[]): Edited => {
  const message = fields.map(({ field, message }) => `${field}: ${message}`).join('; ')
  return fail(editError('invalid', message, 'Correct these values. Nothing was written.', fields))
}

const namesTwice = (nodes: readonly InventoryNode[], before: readonly InventoryNode[]): FieldProblem[] => {
  const taken = new Set(before.map(({ name }) => name))
  return nodes.flatMap(({ name }, index) => {
    if (taken.has(name)) return [{ field: `nodes.${index}.name`, message: `${quoted(name)} is there already` }]
    taken.add(name)
    return []
  })
}

/**
 * The inventory's text with nodes added after its last one. Comments, order and the manner in which it is written stay; `null`
 * is a file that doesn't exist yet. A name that is there already is refused, and so is a file with a mistake in it.
 */
export const addNodes = (text: string | null, nodes: readonly InventoryNode[], file: string): Edited => {
  const before = readText(text, file)
  if (!before.ok) return before
  const taken = namesTwice(nodes, before.value.nodes)
  if (taken.length > 0) {
    const words = taken.map(({ message }) => message).join('; ')
    return fail(editError('nameTaken', `A node needs a name of its own: ${words}.`, 'Give it another name.', taken))
  }
  const wanted = { ...before.value, nodes: [...before.value.nodes, ...nodes] }
  const wrong = requestProblems(nodes, wanted.nodes, (index, key) => `nodes.${index}.${key}`)
  if (wrong.length > 0) return invalid(wrong)
  const rewrite = () =>
    rewriteNodes(text ?? '', (list, document) => {
      for (const node of nodes) list.add(document.createNode(node))
    })
  return verified([() => insertNodes(text ?? '', nodes), rewrite], wanted, file)
}

const indexOf = ({ nodes }: Inventory, name: string, file: string): Result<number, EditError> => {
  const index = nodes.findIndex(node => node.name === name)
  if (index >= 0) return ok(index)
  return fail(
    editError('notFound', `${file} has no node ${quoted(name)}.`, 'It may have been taken out, or renamed, meanwhile.'),
  )
}

/** The inventory's text without a node; comments stay, those above the node too. */
export const removeNode = (text: string | null, name: string, file: string): Edited => {
  const before = readText(text, file)
  if (!before.ok) return before
  const index = indexOf(before.value, name, file)
  if (!index.ok) return index
  const wanted = { ...before.value, nodes: before.value.nodes.filter(node => node.name !== name) }
  const rewrite = () => rewriteNodes(text ?? '', list => void list.delete(index.value))
  return verified([() => dropNode(text ?? '', index.value), rewrite], wanted, file)
}

/**
 * The inventory's text with a node as it is to be from now on; it may get another name. Comments stay. Refused where the node is
 * no longer as it `was`, if that is told.
 */
export const changeNode = (text: string | null, name: string, { was, ...node }: ChangeNode, file: string): Edited => {
  const before = readText(text, file)
  if (!before.ok) return before
  const { nodes } = before.value
  const index = indexOf(before.value, name, file)
  if (!index.ok) return index
  if (was !== undefined && !isDeepStrictEqual(nodes[index.value], was))
    return fail(
      editError(
        'changedMeanwhile',
        `Somebody has changed ${quoted(name)} since you began.`,
        'Open this form anew to see how it is now. Nothing was written.',
      ),
    )
  if (node.name !== name && nodes.some(other => other.name === node.name)) {
    const message = `${quoted(node.name)} is there already`
    return fail(editError('nameTaken', `${message}.`, 'Give it another name.', [{ field: 'name', message }]))
  }
  const wanted = { ...before.value, nodes: nodes.map((other, at) => (at === index.value ? node : other)) }
  const wrong = requestProblems([node], wanted.nodes, (_, key) => key)
  if (wrong.length > 0) return invalid(wrong)
  const old = nodes[index.value]
  const rewrite = () =>
    rewriteNodes(text ?? '', (list, document) => {
      const item = list.items[index.value]
      if (!isMap(item)) return
      for (const key of Object.keys(old ?? {})) if (!(key in node)) item.delete(key)
      for (const [key, value] of Object.entries(node))
        if (!isDeepStrictEqual(value, item.toJSON()[key])) item.set(key, document.createNode(value))
    })
  return verified([rewrite], wanted, file)
}
