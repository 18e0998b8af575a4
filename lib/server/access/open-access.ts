import type { Inventory } from '@/lib/model/inventory'
import { createAttempts } from './attempts'
import { accessFiles } from './files'
import { createGate, type Gate } from './gate'
import { createTurns } from './in-turn'
import { keepUsers } from './keep-users'
import type { Logins } from './logins'
import { createSessions } from './sessions'

const HOUR_MS = 3_600_000
/** Passwords that wait to be checked. */
const MOST_WAITING = 20

export interface Access {
  gate: Gate
  logins: Logins
}

/** Who may come in, by the files beside the inventory. Throws when the users file can't be used. */
export const openAccess = async (
  inventory: () => Pick<Inventory, 'access'>,
  configFile: string,
  home: string,
): Promise<Access> => {
  // Where the files are is read at the start; what else there is in `access` holds from its change on.
  const files = accessFiles(inventory(), configFile, home)
  const settings = () => inventory().access
  const users = await keepUsers(files.users)
  const sessions = createSessions(files, { now: Date.now, lifetimeMs: () => settings().hours * HOUR_MS })
  return {
    gate: createGate({ users, sessions, settings, now: Date.now }),
    logins: { users, sessions, attempts: createAttempts(Date.now), inTurn: createTurns(MOST_WAITING) },
  }
}
