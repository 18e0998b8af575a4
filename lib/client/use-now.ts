import { useSyncExternalStore } from 'react'
import { onTick, tickedMoment } from './ticker'
import { useMoment } from './use-moment'

const onServer = () => null
const readNow = () => tickedMoment().now
const readAge = () => tickedMoment().age
const stands = () => () => {}

/** Server time in ms, by the second. */
export const useNow = (): number | null => useSyncExternalStore(onTick, readNow, onServer)

/** The moment that ages are told for, ms: it stands still in the past, and else counts until answers stop. */
export const useAgeNow = (): number | null => {
  const at = useMoment()
  const ticking = useSyncExternalStore(at === null ? onTick : stands, readAge, onServer)
  return at ?? ticking
}
