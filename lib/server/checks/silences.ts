import { randomBytes } from 'node:crypto'
import path from 'node:path'
import { z } from 'zod'
import type { Inventory } from '@/lib/model/inventory'
import { Silence, type SilenceRequest } from '@/lib/model/silence'
import { historyFile } from '../inventory'
import { createSmallFile } from '../small-file'

/** What nobody wants to hear of, kept over restarts. */
export interface Silences {
  /** Those in force, the one that ends first first. */
  current(): readonly Silence[]
  /** Rejects when it can't be written; it is not in force then. */
  add(request: SilenceRequest, who: string): Promise<Silence>
  /** Whether there was one. */
  remove(id: string): Promise<boolean>
}

export interface SilencesOptions {
  file: string
  /** ms */
  now: () => number
  report: (message: string) => void
}

/** Beside the history: the inventory's own folder is watched for changes. */
export const silencesFile = (inventory: Pick<Inventory, 'history'>, configFile: string, home: string): string =>
  path.join(path.dirname(historyFile(inventory, configFile, home)), 'silences.json')

/** Those that are in force, for a command beside the server. */
export const readSilences = async ({ file, now, report }: SilencesOptions): Promise<readonly Silence[]> =>
  inForce((await createSmallFile(file, z.array(Silence), report).peek()) ?? [], now())

const inForce = (silences: readonly Silence[], now: number): Silence[] =>
  silences
    .filter(({ until }) => Date.parse(until) > now)
    .sort((a, b) => Date.parse(a.until) - Date.parse(b.until) || (a.id < b.id ? -1 : 1))

export const openSilences = async ({ file, now, report }: SilencesOptions): Promise<Silences> => {
  const kept = createSmallFile(file, z.array(Silence), report)
  let all: readonly Silence[] = (await kept.read()) ?? []
  const put = async (next: readonly Silence[]): Promise<void> => {
    const before = all
    all = inForce(next, now())
    try {
      await kept.write([...all])
    } catch (error) {
      all = before
      throw error
    }
  }
  return {
    current: () => inForce(all, now()),
    add: async (request, who) => {
      const at = new Date(now()).toISOString()
      const until = new Date(request.until).toISOString()
      const silence = { id: randomBytes(6).toString('hex'), ...request, until, who, at }
      await put([...all, silence])
      return silence
    },
    remove: async id => {
      if (!all.some(silence => silence.id === id)) return false
      await put(all.filter(silence => silence.id !== id))
      return true
    },
  }
}
