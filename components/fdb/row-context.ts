import { createContext, useContext } from 'react'
import type { FdbList } from '@/lib/client/follow-fdb'

export type Notes = Pick<FdbList, 'marks' | 'leaving'>

/** What has just happened to the rows of the table. */
export const RowNotes = createContext<Notes>({ marks: new Map(), leaving: new Map() })

export const useRowNotes = (): Notes => useContext(RowNotes)
