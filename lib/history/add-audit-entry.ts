import { errorFrom, type HistoryResult } from './error'
import type { NewAuditEntry } from './protocol'
import { addAudit } from './store/audit'
import { openBeside } from './store/open-store'

/**
 * Adds an entry to the audit log of a history that another process may be recording in at this moment. Makes the history where
 * there is none.
 */
export const addAuditEntry = (file: string, entry: NewAuditEntry): HistoryResult<null> => {
  try {
    const opened = openBeside(file)
    if (!opened.ok) return opened
    try {
      addAudit(opened.value, entry)
      return { ok: true, value: null }
    } finally {
      opened.value.close()
    }
  } catch (cause) {
    return { ok: false, error: errorFrom(cause, 'cannotOpen') }
  }
}
