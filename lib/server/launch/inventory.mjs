import { loadTypeScript } from '../../cli/load-typescript.mjs'
import { CommandError } from './run.mjs'

/**
 * Number of nodes in the inventory. One that nobody named need not exist: the first node added writes it. Throws
 * CommandError, exit code 2, with the problems and where they stand.
 */
export const countNodes = async (file, { named }) => {
  const { readInventory, readFirstInventory, formatProblems } = await loadTypeScript('lib/server/inventory/index.ts')
  const inventory = named ? await readInventory(file) : await readFirstInventory(file)
  if (inventory.ok) return (named ? inventory.value : inventory.value.inventory).nodes.length
  throw new CommandError(formatProblems(inventory.error), 2)
}
