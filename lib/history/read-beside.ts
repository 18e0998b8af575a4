import { existsSync } from 'node:fs'
import { errorFrom, type HistoryResult, historyError } from './error'
import { type NodeState, refuseOld, statesOf } from './node-state'
import { openBeside } from './store/open-store'
import { readState } from './store/state'
import { oldestOf } from './store/usage'

/** Whoever records says so every 10 s, later where it is busy. */
const GOES_ON_MS = 30_000

/** As `History.stateAt`, of a history that another process may be recording in at this moment. Holds the caller up meanwhile. */
export const readStateBeside = async (file: string, at: number): Promise<HistoryResult<NodeState[]>> => {
  if (!existsSync(file)) return { ok: false, error: historyError('cannotOpen', `There is no history in ${file}.`) }
  try {
    const opened = openBeside(file)
    if (!opened.ok) return opened
    try {
      return refuseOld(at, oldestOf(opened.value)) ?? (await statesOf(readState(opened.value, at, GOES_ON_MS)))
    } finally {
      opened.value.close()
    }
  } catch (cause) {
    return { ok: false, error: errorFrom(cause, 'cannotOpen') }
  }
}
