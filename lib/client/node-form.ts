import { z } from 'zod'
import { InventoryNode } from '@/lib/model/inventory'

/** A node as it is typed: text everywhere, empty for what isn't said. */
export const NodeForm = z.object({
  name: z.string(),
  host: z.string(),
  port: z.string(),
  user: z.string(),
  identityFile: z.string(),
  proxyJump: z.string(),
  passwordEnv: z.string(),
  passwordFile: z.string(),
  platform: z.string(),
  tags: z.string(),
})
export type NodeForm = z.infer<typeof NodeForm>

export const EMPTY_FORM: NodeForm = {
  name: '',
  host: '',
  port: '',
  user: '',
  identityFile: '',
  proxyJump: '',
  passwordEnv: '',
  passwordFile: '',
  platform: '',
  tags: '',
}

/** A single tag with a blank in it has a comma behind it, or it would read as two. */
const tagsText = (tags: readonly string[]): string =>
  tags.length === 1 && /\s/.test(tags.join()) ? `${tags.join()},` : tags.join(', ')

/** An inventory's node as it would be typed. */
export const formOf = ({ port, tags = [], ...texts }: InventoryNode): NodeForm =>
  NodeForm.parse({
    ...EMPTY_FORM,
    ...Object.fromEntries(Object.entries(texts).filter(([, text]) => text !== undefined)),
    port: port === undefined ? '' : String(port),
    tags: tagsText(tags),
  })

/** What was typed as an inventory has it, not checked yet. */
const toNode = ({ port, tags, ...texts }: NodeForm): Record<string, unknown> => {
  const said = Object.entries(texts)
    .map(([key, text]) => [key, text.trim()] as const)
    .filter(([key, text]) => text !== '' || key === 'name')
  const words = tags
    .split(tags.includes(',') ? ',' : /\s+/)
    .map(word => word.trim())
    .filter(word => word !== '')
  const number = port.trim()
  return {
    ...Object.fromEntries(said),
    // What isn't digits is no number, and is told so.
    ...(number !== '' && { port: /^\d+$/.test(number) ? Number(number) : Number.NaN }),
    ...(words.length > 0 && { tags: words }),
  }
}

/** Reads the form; its errors say what was expected, field by field. */
export const NodeFromForm = NodeForm.transform(toNode).pipe(InventoryNode)
