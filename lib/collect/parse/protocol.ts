import type { NodeError } from '@/lib/model/error'
import type { FdbEntry, Profile, Reading } from '@/lib/model/reading'
import type { Result } from '@/lib/model/result'
import type { Answer } from '@/lib/platform'

/** What comes before: a piece of what an answer prints, which may be tens of MB. `of` is its place among the answers. */
export interface ParseText {
  id: number
  of: number
  text: string
}

/** What the thread is asked: to read answers whose text it has, and then for their rows, some at a time until there are no more. */
export type ParseAsk =
  | { id: number; ask: 'parse'; profile: Profile; answers: readonly Answer[]; readAt: number }
  | { id: number; ask: 'rows' }

/** `reading` is without rows and raw output, both of which are large: the asker has the one, and asks for the other. */
export type ParseAnswer = { id: number; reading: Result<Reading, NodeError> } | { id: number; rows: FdbEntry[] }
