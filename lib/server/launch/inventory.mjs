import { loadTypeScript } from '../../cli/load-typescript.mjs'
import { CommandError } from './run.mjs'

/** Number of nodes in the inventory. Throws CommandError, exit code 2, with the problems and where they stand. */
export const countNodes = async file => {
  const { readInventory, formatProblems } = await loadTypeScript('lib/server/inventory/index.ts')
  const inventory = await readInventory(file)
  if (inventory.ok) return inventory.value.nodes.length
  throw new CommandError(formatProblems(inventory.error), 2)
}
