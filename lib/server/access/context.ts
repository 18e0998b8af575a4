import { AsyncLocalStorage } from 'node:async_hooks'
import type { Principal } from '@/lib/model/access'

/** Next loads this module more than once in one process; who asks is one all the same. */
const KEY = Symbol.for('vxscope.principal')

const holder = globalThis as { [KEY]?: AsyncLocalStorage<Principal> }
holder[KEY] ??= new AsyncLocalStorage()
const storage = holder[KEY]

const LOCAL: Principal = { name: 'local', role: 'admin', via: 'local', from: null }

/** Runs the answering of a request for whom it is answered. */
export const answerAs = <T>(who: Principal, work: () => T): T => storage.run(who, work)

/** Who asks for what is being answered. */
export const currentPrincipal = (): Principal => storage.getStore() ?? LOCAL
