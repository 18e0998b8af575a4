import { type FSWatcher, watch } from 'node:fs'
import { stat } from 'node:fs/promises'
import path from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import type { Inventory } from '@/lib/model/inventory'
import type { Result } from '@/lib/model/result'
import type { InventoryProblem } from './problem'
import { readInventory } from './read-inventory'

type Outcome = Result<Inventory, InventoryProblem[]>

export interface WatchOptions {
  /** What the caller has read already: the first reading is then told only if it differs. */
  last?: Inventory
  /** The file didn't exist when `last` was taken: that it doesn't is no news. */
  absent?: boolean
  /** Ms between two looks at the file where the system tells nothing: network file systems, a folder that was away. */
  lookEvery?: number
}

/** An editor that writes in place empties the file first: what is half written is waited for. */
const SETTLE_MS = 80

/** A pipe is read once; a second reader would wait forever. */
const PIPE = 'pipe'

const AWAY = 'away'

/** Differs when the file does. */
const stampOf = async (file: string): Promise<string> => {
  try {
    const stats = await stat(file, { bigint: true })
    if (stats.isFIFO()) return PIPE
    return [stats.dev, stats.ino, stats.size, stats.mtimeNs, stats.ctimeNs].join(' ')
  } catch {
    return AWAY
  }
}

/** Tells of anything in the file's folder, as editors write a new file and rename it, and deployments turn a symbolic link. */
const watchFolder = (file: string, onEvent: () => void): FSWatcher | null => {
  try {
    const watcher = watch(path.dirname(path.resolve(file)), { persistent: false }, onEvent)
    watcher.on('error', () => watcher.close())
    return watcher
  } catch {
    return null
  }
}

/**
 * Reads the inventory again each time the file changes, and tells when that says something new: another inventory, or
 * problems. On problems the caller keeps the last good inventory; when they are gone it is told that one again.
 * Gives the function that ends the watch.
 */
export const watchInventory = (
  file: string,
  onChange: (outcome: Outcome) => void,
  { last, absent = false, lookEvery = 2000 }: WatchOptions = {},
): (() => void) => {
  let told: Outcome | null = last === undefined ? null : { ok: true, value: last }
  let readStamp = absent ? AWAY : ''
  let looking: Promise<void> | null = null
  let stopped = false
  let settle: NodeJS.Timeout | null = null

  const look = async (): Promise<void> => {
    const stamp = await stampOf(file)
    if (stamp === readStamp || stamp === PIPE) return
    const outcome = await readInventory(file)
    // Written to meanwhile: what was read may be half of it.
    if ((await stampOf(file)) !== stamp) return lookSoon()
    readStamp = stamp
    if (stopped || isDeepStrictEqual(outcome, told)) return
    told = outcome
    onChange(outcome)
  }
  const lookNow = (): void => {
    if (stopped) return
    if (looking) {
      lookSoon()
      return
    }
    looking = look().finally(() => {
      looking = null
    })
  }
  const lookSoon = (): void => {
    if (settle) clearTimeout(settle)
    if (!stopped) settle = setTimeout(lookNow, SETTLE_MS).unref()
  }

  const watcher = watchFolder(file, lookSoon)
  const regular = setInterval(lookNow, lookEvery).unref()
  lookNow()
  return () => {
    stopped = true
    watcher?.close()
    clearInterval(regular)
    if (settle) clearTimeout(settle)
  }
}
