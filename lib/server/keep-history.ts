import { type History, type HistoryError, openHistory } from '@/lib/history'
import type { Inventory } from '@/lib/model/inventory'
import { fail, type Result } from '@/lib/model/result'
import { historyFile } from './inventory'
import { log } from './log'

/** The history of this process; where it can't be kept, why. */
export type KeptHistory = Result<History, HistoryError>

const DAY_MS = 86_400_000
const MEGABYTE = 1024 ** 2

/** Opens the inventory's history. The server serves without one, too: what is wrong is logged and told by `/healthz`. */
export const keepHistory = async (inventory: Inventory, configFile: string, home: string): Promise<KeptHistory> => {
  const file = historyFile(inventory, configFile, home)
  const { days, megabytes } = inventory.history
  const opened = await openHistory({
    file,
    retention: {
      auditAgeMs: inventory.access.auditDays * DAY_MS,
      ...(days === undefined ? {} : { maxAgeMs: days * DAY_MS }),
      ...(megabytes === undefined ? {} : { maxBytes: megabytes * MEGABYTE }),
    },
    now: Date.now,
  }).catch((cause: unknown): KeptHistory => {
    log.failure(cause)
    return fail({
      code: 'cannotOpen',
      message: 'The history could not be started.',
      hint: 'The log of the server says why; please report it.',
    })
  })
  if (!opened.ok) log.error(`Nothing is recorded, ${file}: ${opened.error.message} ${opened.error.hint}`)
  else if (opened.value.movedAside)
    log.error(`The history was damaged: it is kept as ${opened.value.movedAside}, and a new one has begun.`)
  return opened
}
