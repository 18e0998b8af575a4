import type { AuditAction } from '@/lib/model/audit'
import { fail, ok, type Result } from '@/lib/model/result'
import { editUsers } from '@/lib/server/access/edit-users'
import { type AccessFiles, accessFiles } from '@/lib/server/access/files'
import type { Users } from '@/lib/server/access/users'
import { formatProblems, historyFile, printable, readFirstInventory } from '@/lib/server/inventory'
import { noteAudit, whoRuns } from './cli-audit'
import { EXIT, type Io, writeLine } from './io'

interface Place {
  files: AccessFiles
  history: string
}

const placeOf = async (configFile: string, io: Io): Promise<Result<Place, string>> => {
  const read = await readFirstInventory(configFile)
  if (!read.ok) return fail(formatProblems(read.error))
  const { inventory } = read.value
  return ok({
    files: accessFiles(inventory, configFile, io.home),
    history: historyFile(inventory, configFile, io.home),
  })
}

/** Says what is wrong, on stderr, and gives the exit code. */
export const refuse = (io: Io, message: string, status: number = EXIT.refused): number => {
  for (const line of message.split('\n')) writeLine(io.stderr, printable(line))
  return status
}

/** Runs a command over the files of who may what. */
export const withAccess = async (
  configFile: string,
  io: Io,
  work: (place: Place) => Promise<number>,
): Promise<number> => {
  const place = await placeOf(configFile, io)
  return place.ok ? work(place.value) : refuse(io, place.error, EXIT.usage)
}

/** Changes who may what and writes that into the audit log. Gives the exit code. */
export const changeUsers = async (
  { files, history }: Place,
  io: Io,
  { action, output }: { action: AuditAction; output: string },
  edit: (users: Users) => Result<Users, string>,
): Promise<number> => {
  const written = await editUsers(files.users, edit)
  if (!written.ok) return refuse(io, written.error)
  noteAudit(history, io, { who: whoRuns(), from: null, action, output, result: 'ok' })
  return EXIT.fine
}
