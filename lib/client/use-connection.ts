import { type Connection, connectionOf, pastConnection } from './connection'
import type { ApiFault } from './fetcher'
import { useLiveOverlay } from './use-api'
import { useMoment } from './use-moment'
import { useNow } from './use-now'
import { useStreamPhase } from './use-stream'

/** What the page may say of its data. `fault`: of another request that it stands on. */
export const useConnection = (fault?: ApiFault): Connection => {
  const overlay = useLiveOverlay()
  const at = useMoment()
  const live = connectionOf(overlay.data, fault?.error ?? overlay.fault?.error, useNow(), useStreamPhase())
  return at === null ? live : pastConnection(at, live)
}
