import { homedir } from 'node:os'
import { loadTypeScript } from '../../cli/load-typescript.mjs'
import { CommandError } from './run.mjs'

/**
 * What the launcher must know of the inventory in `file`: how many nodes it has, how many may log in, and under which origins
 * the server is opened. One that nobody named need not exist: the first node added writes it. Throws CommandError, exit code
 * 2, with the problems and where they stand.
 */
export const readSettings = async (file, { named }) => {
  const { readInventory, readFirstInventory, formatProblems, countUsers } = await loadTypeScript(
    'lib/server/launch/settings.ts',
  )
  const read = named ? await readInventory(file) : await readFirstInventory(file)
  if (!read.ok) throw new CommandError(formatProblems(read.error), 2)
  const inventory = named ? read.value : read.value.inventory
  const users = await countUsers(inventory, file, homedir())
  if (!users.ok) throw new CommandError(users.error, 2)
  return { nodes: inventory.nodes.length, users: users.value, origins: inventory.access.origins }
}
