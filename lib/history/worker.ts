import { parentPort } from 'node:worker_threads'
import { errorFrom, type HistoryResult, historyError } from './error'
import type { Answer, CallName, Calls, Request } from './protocol'
import { addAudit, pruneAudit, readAudit } from './store/audit'
import { countEvents } from './store/count'
import { closeStore, openStore, type Store } from './store/open-store'
import { readPage } from './store/page'
import { prune } from './store/prune'
import { remove } from './store/removals'
import { beginRun, gapsIn, noteAlive } from './store/runs'
import { nodesAt, readState } from './store/state'
import { oldestOf, usageOf } from './store/usage'
import { readLastKeyframes, write } from './store/write'

/** The thread that owns the database: SQLite is synchronous, so nothing else runs here. Asked by messages (protocol.ts). */

const port = parentPort
let store: Store | null = null

type Handlers = {
  [Name in CallName]: (
    ask: Calls[Name]['ask'],
  ) => HistoryResult<Calls[Name]['answer']> | Promise<HistoryResult<Calls[Name]['answer']>>
}

const done = <T>(value: T): HistoryResult<T> => ({ ok: true, value })

const withStore = <T>(work: (store: Store) => T): HistoryResult<T> =>
  store ? done(work(store)) : { ok: false, error: historyError('closed', 'The history is closed.') }

const nextTurn = () => new Promise<void>(resolve => setImmediate(resolve))

const handlers: Handlers = {
  open: ({ file, asideSuffix, now }) => {
    const opened = openStore(file, asideSuffix)
    if (!opened.ok) return opened
    store = opened.value
    const { sql, movedAside } = store
    beginRun(sql, now)
    return done({ last: readLastKeyframes(sql), movedAside, usage: usageOf(sql) })
  },
  write: ask => withStore(({ sql }) => write(sql, ask)),
  page: ask => withStore(({ sql }) => readPage(sql, ask)),
  count: async ask => {
    const counted = store
    if (!counted) return withStore(() => [])
    const counting = countEvents(counted.sql, ask)
    for (let step = counting.next(); ; step = counting.next()) {
      if (step.done) return done(step.value)
      await nextTurn()
      if (store !== counted) return withStore(() => [])
    }
  },
  gaps: ({ since, until }) => withStore(({ sql }) => gapsIn(sql, since, until)),
  alive: ({ at }) =>
    withStore(({ sql }) => {
      noteAlive(sql, at)
      return null
    }),
  remove: ({ at, nodes }) =>
    withStore(({ sql }) => {
      remove(sql, at, nodes)
      return null
    }),
  retain: ({ at, nodes }) =>
    withStore(({ sql }) => {
      remove(
        sql,
        at,
        [...nodesAt(sql, at).keys()].filter(node => !nodes.includes(node)),
      )
      return null
    }),
  state: ({ at }) => withStore(({ sql }) => readState(sql, at)),
  usage: () => withStore(({ sql }) => usageOf(sql)),
  oldest: () => withStore(({ sql }) => oldestOf(sql)),
  audit: ask =>
    withStore(({ sql }) => {
      addAudit(sql, ask)
      return null
    }),
  auditPage: ask => withStore(({ sql }) => readAudit(sql, ask)),
  prune: async ask => {
    const pruned = store
    if (pruned) pruneAudit(pruned.sql, ask.auditFloor)
    if (pruned)
      for (const _ of prune(pruned.sql, ask)) {
        await nextTurn()
        if (store !== pruned) break
      }
    return withStore(({ sql }) => usageOf(sql))
  },
  close: () => {
    if (store) closeStore(store)
    store = null
    return done(null)
  },
}

/** Buffers are handed over, not copied. */
const buffersOf = (value: unknown): ArrayBuffer[] => {
  if (value instanceof Uint8Array) return value.buffer instanceof ArrayBuffer ? [value.buffer] : []
  if (Array.isArray(value)) return value.flatMap(buffersOf)
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(buffersOf) : []
}

const answerOf = async (request: Request): Promise<Answer> => {
  try {
    const handle = handlers[request.name] as (ask: unknown) => HistoryResult<unknown> | Promise<HistoryResult<unknown>>
    return { id: request.id, ...(await handle(request.ask)) }
  } catch (cause) {
    return { id: request.id, ok: false, error: errorFrom(cause) }
  }
}

port?.on('message', async (request: Request) => {
  const answer = await answerOf(request)
  port.postMessage(answer, request.name === 'state' && answer.ok ? buffersOf(answer.value) : [])
})
