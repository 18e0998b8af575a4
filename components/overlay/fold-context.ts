import { createContext, useContext } from 'react'

/** Unfolds groups and folds them again. */
export interface Folding {
  unfold: (group: string) => void
  foldUp: (group: string) => void
}

export const FoldContext = createContext<Folding>({ unfold: () => undefined, foldUp: () => undefined })

export const useFolding = (): Folding => useContext(FoldContext)
