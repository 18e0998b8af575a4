import { userInfo } from 'node:os'
import { addAuditEntry } from '@/lib/history'
import type { Principal } from '@/lib/model/access'
import type { Inventory } from '@/lib/model/inventory'
import { type Audit, type AuditRecord, entryOf } from '@/lib/server/audit'
import { historyFile, printable } from '@/lib/server/inventory'
import { type Io, writeLine } from './io'

/** The login at this machine of whoever runs the command. */
const loginName = (): string => {
  try {
    return userInfo().username
  } catch {
    return 'unknown'
  }
}

/** Who runs the command: may do what their own keys let them. */
export const whoRuns = (): Principal => ({ name: loginName(), role: 'admin', via: 'cli', from: null })

/** Writes what a command did into a history, beside the server that may be recording there; says where it can't. */
export const noteAudit = (file: string, io: Io, entry: AuditRecord): ReturnType<typeof addAuditEntry> => {
  const noted = addAuditEntry(file, entryOf(entry, Date.now()))
  if (!noted.ok) writeLine(io.stderr, printable(`The audit log could not be written: ${noted.error.message}`))
  return noted
}

/** The audit log of an inventory. */
export const createCliAudit = (inventory: Pick<Inventory, 'history'>, configFile: string, io: Io): Audit => {
  const file = historyFile(inventory, configFile, io.home)
  return { record: async entry => noteAudit(file, io, entry) }
}
