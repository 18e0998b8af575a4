import { createContext, useContext } from 'react'

/** What is picked on the overlay page, and how to pick another thing. */
export interface Pick {
  picked: string | null
  pick: (selection: string | null) => void
}

export const PickContext = createContext<Pick>({ picked: null, pick: () => undefined })

export const usePick = (): Pick => useContext(PickContext)
