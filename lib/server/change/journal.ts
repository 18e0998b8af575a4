import { mkdir, readFile, rename } from 'node:fs/promises'
import path from 'node:path'
import { z } from 'zod'
import { Principal } from '@/lib/model/access'
import { AppliedChange } from '@/lib/model/apply'
import { ApplySettings } from '@/lib/model/apply-settings'
import { replacePrivate } from '../write-beside'

/** What is known of a change after the server was killed in it: enough to ask its nodes how it ended. */
export const JournalEntry = z.object({
  change: AppliedChange,
  by: Principal,
  /** Names the change on its nodes (`runFolder`). */
  nonce: z.string(),
  settings: ApplySettings,
})
export type JournalEntry = z.infer<typeof JournalEntry>

const Entries = z.array(JournalEntry)

export interface Journal {
  /** Newest first; `[]` where there is none. One that can't be read is kept aside. */
  read(): Promise<JournalEntry[]>
  /** Resolves to whether it is on the disk. Writes that come while one is under way are one. */
  write(entries: readonly JournalEntry[]): Promise<boolean>
}

const isMissing = (cause: unknown): boolean => cause instanceof Error && 'code' in cause && cause.code === 'ENOENT'

/** Changes on the disk. */
export const createJournal = (file: string, report: (cause: unknown) => void): Journal => {
  let next: readonly JournalEntry[] | null = null
  let writing: Promise<boolean> | null = null
  const writeNext = async (): Promise<boolean> => {
    await writing
    const entries = next
    if (entries === null) return true
    next = null
    try {
      await mkdir(path.dirname(file), { recursive: true })
      await replacePrivate(file, JSON.stringify(entries))
      return true
    } catch (cause) {
      report(cause)
      return false
    }
  }
  return {
    read: async () => {
      try {
        return Entries.parse(JSON.parse(await readFile(file, 'utf8')))
      } catch (cause) {
        if (isMissing(cause)) return []
        report(cause)
        await rename(file, `${file}.unreadable`).catch(report)
        return []
      }
    },
    write: entries => {
      const isWaiting = next !== null
      next = entries
      if (!isWaiting || writing === null) writing = writeNext()
      return writing
    },
  }
}
