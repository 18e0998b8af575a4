import type { Serving } from './serving'

/** Next loads this module more than once in one process; the runtime is one all the same. */
const KEY = Symbol.for('vxscope.runtime')

const holder = globalThis as { [KEY]?: Promise<Serving> }

/** Keeps the process's one runtime; starts it the first time. */
export const keepRuntime = (start: () => Promise<Serving>): Promise<Serving> => {
  holder[KEY] ??= start()
  return holder[KEY]
}

/** The running runtime; `null` while the process serves none. */
export const runningRuntime = (): Promise<Serving> | null => holder[KEY] ?? null
