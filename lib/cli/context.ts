import path from 'node:path'
import type { ApiError } from '@/lib/model/error'
import type { Inventory } from '@/lib/model/inventory'
import { fail, ok, type Result } from '@/lib/model/result'
import { formatProblems, knownHostsFile, readInventory, userKnownHostsFiles } from '@/lib/server/inventory'
import { readHostKeyTrust } from '@/lib/ssh'
import type { Io } from './io'

/** What a command that speaks to nodes stands on. */
export interface Context {
  inventory: Inventory
  configFile: string
  baseDir: string
  /** Our own file of trusted host keys. */
  knownHosts: string
  trust: Awaited<ReturnType<typeof readHostKeyTrust>>
}

/** What is said of a name that no node of the inventory has. */
export const unknownNode = (
  { nodes }: Inventory,
  configFile: string,
  name: string,
): Pick<ApiError, 'message' | 'hint'> => ({
  message: `${configFile} has no node ${JSON.stringify(name)}.`,
  hint: nodes.length === 0 ? 'It has none.' : `It has ${nodes.map(node => node.name).join(', ')}.`,
})

/** The inventory and the trusted keys; an error is the text for the user. */
export const openContext = async (configFile: string, { env, home }: Io): Promise<Result<Context, string>> => {
  const read = await readInventory(configFile)
  if (!read.ok) return fail(formatProblems(read.error))
  const inventory = read.value
  const knownHosts = knownHostsFile(inventory, configFile, env, home)
  const trust = await readHostKeyTrust({ own: knownHosts, user: userKnownHostsFiles(home) })
  return ok({ inventory, configFile, baseDir: path.dirname(path.resolve(configFile)), knownHosts, trust })
}
