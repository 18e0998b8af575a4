import type { Inventory } from '@/lib/model/inventory'
import { ok, type Result } from '@/lib/model/result'
import { accessFiles, readUsers } from '../access/files'

export { formatProblems, readFirstInventory, readInventory } from '../inventory'

/** How many users could log in. */
export const countUsers = async (
  inventory: Inventory,
  configFile: string,
  home: string,
): Promise<Result<number, string>> => {
  const read = await readUsers(accessFiles(inventory, configFile, home).users)
  return read.ok ? ok(read.value.users.length) : read
}
