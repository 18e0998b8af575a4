import type { Snapshot } from '@/lib/bus'
import { readStateBeside } from '@/lib/history'
import { fail, ok, type Result } from '@/lib/model/result'
import { formatProblems, historyFile, readInventory } from '@/lib/server/inventory'
import { createMoments } from '@/lib/server/past/moments'
import type { Io } from './io'

/**
 * The overlay of a moment (ms since 1970) by the history that a server of this inventory keeps, running or not. No node is
 * asked. An error is the text for the user.
 */
export const readPast = async (
  configFile: string,
  at: number,
  io: Io,
): Promise<Result<Pick<Snapshot, 'revision' | 'at' | 'overlay' | 'fdb' | 'readings'>, string>> => {
  const read = await readInventory(configFile)
  if (!read.ok) return fail(formatProblems(read.error))
  const file = historyFile(read.value, configFile, io.home)
  const moments = createMoments({
    history: { stateAt: moment => readStateBeside(file, moment) },
    facts: () =>
      new Map(read.value.nodes.map(({ name, host, tags }) => [name, { host: host ?? name, tags: tags ?? [] }])),
    now: Date.now,
  })
  const view = await moments.at(at)
  return view.ok ? ok(view.value) : fail(`${view.error.message} ${view.error.hint}`)
}
