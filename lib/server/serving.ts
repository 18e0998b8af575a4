import { homedir } from 'node:os'
import { formatProblems, readInventory } from './inventory'
import { type KeptHistory, keepHistory } from './keep-history'
import { log } from './log'
import { startRecorder } from './recorder'
import { type Runtime, startRuntime } from './runtime'
import { createStreamHub, type StreamHub } from './stream/hub'

/** A collector, and what serves and records what it finds. */
export interface Serving extends Runtime {
  stream: StreamHub
  history: KeptHistory
}

/**
 * Starts all that the server's process is made of. Throws only when the inventory can't be used. The history is opened before
 * anything can happen, and closed after all that did is in it.
 */
export const startServing = async (configFile: string, home = homedir()): Promise<Serving> => {
  const inventory = await readInventory(configFile)
  if (!inventory.ok) throw new Error(`The inventory can't be used.\n${formatProblems(inventory.error)}`)
  const history = await keepHistory(inventory.value, configFile, home)
  const runtime = await startRuntime(configFile, { home })
  const { bus } = runtime
  const stopRecording = history.ok ? startRecorder({ bus, history: history.value, report: log.error }) : () => {}
  const stream = createStreamHub({ bus, now: () => new Date().toISOString() })
  return {
    ...runtime,
    stream,
    history,
    stop: async () => {
      stream.close()
      await runtime.stop()
      stopRecording()
      if (history.ok) await history.value.close()
    },
  }
}
