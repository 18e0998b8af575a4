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
  platform: '',
  tags: '',
}

/** What was typed as an inventory has it, not checked yet. */
const toNode = ({ port, tags, ...texts }: NodeForm): Record<string, unknown> => {
  const said = Object.entries(texts)
    .map(([key, text]) => [key, text.trim()] as const)
    .filter(([key, text]) => text !== '' || key === 'name')
  const words = tags.split(/[\s,]+/).filter(word => word !== '')
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
