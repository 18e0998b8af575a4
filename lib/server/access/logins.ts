import type { Attempts } from './attempts'
import type { KeptUsers } from './keep-users'
import type { Sessions } from './sessions'

/** What logging in stands on. */
export interface Logins {
  users: KeptUsers
  sessions: Sessions
  attempts: Attempts
  /** Runs one at a time: a check takes 64 MiB and a core. `null` where too many wait. */
  inTurn<T>(work: () => Promise<T>): Promise<T> | null
}
