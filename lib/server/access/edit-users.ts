import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import { fail, ok, type Result } from '@/lib/model/result'
import { replacePrivate } from '../write-beside'
import { withEditLock } from './edit-lock'
import { codeOf, readUsers } from './files'
import { printUsers, type Users } from './users'

/**
 * Lets `edit` make other users of those there are, and puts them in their place as a whole, or nothing. Edits of several processes
 * come one after the other. Never throws.
 */
export const editUsers = async (
  file: string,
  edit: (users: Users) => Result<Users, string>,
): Promise<Result<null, string>> => {
  try {
    await mkdir(path.dirname(file), { recursive: true, mode: 0o700 })
    return await withEditLock(`${file}.lock`, async () => {
      const before = await readUsers(file)
      if (!before.ok) return before
      const after = edit(before.value)
      if (!after.ok) return after
      await replacePrivate(file, printUsers(after.value))
      return ok(null)
    })
  } catch (error) {
    return fail(`${file} can't be written (${codeOf(error)}); nothing was changed`)
  }
}
