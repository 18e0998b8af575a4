import { createContext, useContext } from 'react'
import type { Running } from '@/lib/client/use-pulses'

/** Pulses under way, by the id of their edge. */
export const PulseContext = createContext<ReadonlyMap<string, Running>>(new Map())

export const usePulse = (edge: string): Running | null => useContext(PulseContext).get(edge) ?? null
