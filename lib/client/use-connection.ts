import { type Connection, connectionOf } from './connection'
import type { ApiFault } from './fetcher'
import { useOverlay } from './use-api'
import { useNow } from './use-now'
import { useStreamPhase } from './use-stream'

/** What the page may say of its data. `fault`: of another request that it stands on. */
export const useConnection = (fault?: ApiFault): Connection => {
  const overlay = useOverlay()
  return connectionOf(overlay.data, fault?.error ?? overlay.fault?.error, useNow(), useStreamPhase())
}
