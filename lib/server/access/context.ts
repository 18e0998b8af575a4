import { AsyncLocalStorage } from 'node:async_hooks'
import type { Principal } from '@/lib/model/access'
import type { Session } from './sessions'

/** What the gate found out about a request before anything answers it. */
export interface Asker {
  /** `null`: nobody we know; what is answered is for everybody. */
  who: Principal | null
  /** Address they ask from. */
  from: string | null
  /** By https, as far as the browser is concerned. */
  secure: boolean
  session: Session | null
}

/** Next loads this module more than once in one process; who asks is one all the same. */
const KEY = Symbol.for('vxscope.asker')

const holder = globalThis as { [KEY]?: AsyncLocalStorage<Asker> }
holder[KEY] ??= new AsyncLocalStorage()
const storage = holder[KEY]

/** Runs the answering of a request for whom it is answered. */
export const answerAs = <T>(asker: Asker, work: () => T): T => storage.run(asker, work)

/** Who asks for what is being answered; `null` for what came past the gate, which gets no answer. */
export const currentAsker = (): Asker | null => storage.getStore() ?? null
