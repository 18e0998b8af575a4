import { mkdir, open, readFile, stat } from 'node:fs/promises'
import path from 'node:path'
import type { Inventory } from '@/lib/model/inventory'
import { fail, ok, type Result } from '@/lib/model/result'
import { resolveFile } from '../inventory'
import { NO_USERS, parseUsers, type Users } from './users'

/** Files of who may what. */
export interface AccessFiles {
  users: string
  /** What sessions are signed with. */
  secret: string
  /** Sessions that were ended before their time. */
  ended: string
}

/** In the inventory's `access.folder`, else in `vxscope.access` beside `vxscope.yaml`. */
export const accessFiles = (inventory: Pick<Inventory, 'access'>, configFile: string, home: string): AccessFiles => {
  const { dir, name } = path.parse(path.resolve(configFile))
  const { folder } = inventory.access
  const at = folder === undefined ? path.join(dir, `${name}.access`) : resolveFile(folder, dir, home)
  return {
    users: path.join(at, 'users.json'),
    secret: path.join(at, 'session-secret'),
    ended: path.join(at, 'ended-sessions.json'),
  }
}

export const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'unknown'

/** The text of a file that nobody else may read; `null` where there is none. What is wrong as a line for people. Never throws. */
export const readPrivate = async (file: string): Promise<Result<string | null, string>> => {
  try {
    const { mode } = await stat(file)
    if ((mode & 0o077) !== 0) return fail(`${file}: others may read or write it. Run: chmod 600 ${file}`)
    return ok(await readFile(file, 'utf8'))
  } catch (error) {
    return codeOf(error) === 'ENOENT' ? ok(null) : fail(`${file} can't be read (${codeOf(error)})`)
  }
}

/** Who there is; nobody where there is no file. What is wrong with the file as a line for people. Never throws. */
export const readUsers = async (file: string): Promise<Result<Users, string>> => {
  const text = await readPrivate(file)
  if (!text.ok) return text
  if (text.value === null) return ok(NO_USERS)
  const users = parseUsers(text.value)
  return users.ok ? users : fail(`${file}: ${users.error}`)
}

/** What a file holds; where there is none, it is made to hold `fresh`, once, whoever else makes it at the same moment. */
export const readOrMake = async (file: string, fresh: string): Promise<string> => {
  await mkdir(path.dirname(file), { recursive: true, mode: 0o700 })
  try {
    const handle = await open(file, 'wx', 0o600)
    try {
      await handle.writeFile(fresh)
      await handle.sync()
    } finally {
      await handle.close()
    }
    return fresh
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error
  }
  const text = await readPrivate(file)
  if (!text.ok) throw new Error(text.error)
  return text.value ?? fresh
}
