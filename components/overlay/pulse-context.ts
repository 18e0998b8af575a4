import { createContext, useCallback, useContext, useSyncExternalStore } from 'react'
import { NO_PULSES, type Running } from '@/lib/client/use-pulses'

/** Pulses under way. */
export const PulseContext = createContext(NO_PULSES)

export const usePulse = (edge: string): Running | null => {
  const pulses = useContext(PulseContext)
  const read = useCallback(() => pulses.of(edge), [pulses, edge])
  return useSyncExternalStore(pulses.subscribe, read, read)
}
