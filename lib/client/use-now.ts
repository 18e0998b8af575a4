import { useSyncExternalStore } from 'react'
import { onTick, tickedMoment } from './ticker'

const onServer = () => null
const readNow = () => tickedMoment().now
const readAge = () => tickedMoment().age

/** Server time in ms, by the second. */
export const useNow = (): number | null => useSyncExternalStore(onTick, readNow, onServer)

/** Server time in ms for the ages of entries: it stops when answers do. */
export const useAgeNow = (): number | null => useSyncExternalStore(onTick, readAge, onServer)
