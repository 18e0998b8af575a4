import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { EventQuery } from '@/lib/model/event'
import { startServing } from '@/lib/server/serving'

/** How often the history is asked what it has. */
const ASK_EVERY_MS = 50

/**
 * All of the server but its HTTP, over an inventory, until the process is killed. Prints `watching` once all nodes are
 * watched, and the id of each event as soon as the history gives it to who asks.
 */
export const serve = async (configFile: string): Promise<void> => {
  const { bus, history } = await startServing(configFile, path.dirname(configFile))
  if (!history.ok) throw new Error(history.error.message)
  const told = new Set<string>()
  for (let watching = false; ; await sleep(ASK_EVERY_MS)) {
    const { nodes } = bus.current().overlay
    if (!watching && nodes.length > 0 && nodes.every(({ watch }) => watch === 'stream')) {
      watching = true
      process.stdout.write('watching\n')
    }
    const answer = await history.value.events(EventQuery.parse({ limit: 1000 }))
    if (!answer.ok) throw new Error(answer.error.message)
    for (const { id } of answer.value.events.filter(event => !told.has(event.id))) {
      told.add(id)
      process.stdout.write(`${id}\n`)
    }
  }
}
