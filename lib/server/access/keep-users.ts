import { stat } from 'node:fs/promises'
import { log } from '../log'
import { readUsers } from './files'
import { NO_USERS, needsLogin, type Users } from './users'

/** Differs when the file does; `null` where there is none. */
const stampOf = async (file: string): Promise<string | null> => {
  try {
    const { dev, ino, size, mtimeNs, ctimeNs, mode } = await stat(file, { bigint: true })
    return [dev, ino, size, mtimeNs, ctimeNs, mode].join(' ')
  } catch {
    return null
  }
}

/** The users file, as it is now. */
export interface KeptUsers {
  /** Looks whether the file has changed; gives who there is. */
  look(): Promise<Users>
  /** Who there was at the last look. */
  last(): Users
  /** Somebody could log in once: a file that is gone since doesn't open the doors again. */
  isClosed(): boolean
}

/** Reads the users file. Throws when it can't be used at the start. Afterwards one that can't be used lets nobody in. */
export const keepUsers = async (file: string): Promise<KeptUsers> => {
  const first = await readUsers(file)
  if (!first.ok) throw new Error(first.error)
  let users = first.value
  let closed = needsLogin(users)
  let stamp = await stampOf(file)
  let reading: Promise<void> | null = null

  const read = async (now: string | null): Promise<void> => {
    const found = await readUsers(file)
    stamp = now
    users = found.ok ? found.value : NO_USERS
    // An empty list that somebody wrote opens a server for this machine's own users; no file at all doesn't.
    closed = !found.ok || needsLogin(users) || (closed && now === null)
    if (!found.ok) log.error(`Nobody may log in: ${found.error}`)
    else log.info(`${users.users.length} users and ${users.tokens.length} tokens from ${file}`)
  }

  return {
    look: async () => {
      const now = await stampOf(file)
      if (now !== stamp) {
        reading ??= read(now).finally(() => {
          reading = null
        })
        await reading
      }
      return users
    },
    last: () => users,
    isClosed: () => closed,
  }
}
