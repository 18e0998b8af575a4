import { useEffect, useMemo, useRef, useState } from 'react'
import type { FdbAnswer } from '@/lib/model/api'
import type { FdbRow } from '@/lib/model/overlay'
import { type FdbRequest, fdbUrl } from './fdb-query'
import { type FdbList, followFdb, nextSettling, queryOf, settleFdb } from './follow-fdb'
import { lastMessages, listenToStream } from './live-stream'

/** What is over is taken away so often at most, all of it at once. */
const SETTLE_MS = 500
/** How soon, and how often at most, what only the server can put in its place is asked for. */
const AGAIN_MS = 600
const REQUESTS_PER_S = 2.5

/** Pages that were read one after the other are as old as the oldest of them. */
const listOf = (pages: readonly FdbAnswer[]): FdbList | null => {
  const [first] = pages
  if (first === undefined) return null
  const rows = new Map<string, FdbRow>()
  for (const page of pages) for (const row of page.rows) rows.set(row.id, row)
  const oldest = pages.reduce((best, page) => (page.at < best.at ? page : best), first)
  return {
    revision: oldest.revision,
    rows: [...rows.values()],
    total: first.total,
    complete: pages.at(-1)?.nextCursor === null,
    dirty: false,
    marks: new Map(),
    leaving: new Map(),
  }
}

/** A new reading of the same pages: what is only shown for a moment stays in it, where it stood. */
const carryOver = (list: FdbList, before: FdbList | null): FdbList => {
  if (before === null || before.leaving.size === 0) return before === null ? list : { ...list, marks: before.marks }
  const present = new Set(list.rows.map(row => row.id))
  const rows = [...list.rows]
  const leaving = new Map<string, number>()
  for (const [index, row] of before.rows.entries()) {
    const since = before.leaving.get(row.id)
    if (since === undefined || present.has(row.id)) continue
    leaving.set(row.id, since)
    rows.splice(Math.min(index, rows.length), 0, row)
  }
  return { ...list, rows, leaving, marks: before.marks }
}

/**
 * Answers of one request, page after page, kept up by the stream; `again` asks for them anew. `null` before the first. What the
 * past was like nothing that comes changes.
 */
export const useFollowedPages = (
  pages: readonly FdbAnswer[] | undefined,
  request: FdbRequest | null,
  again: () => void,
): FdbList | null => {
  const url = request === null ? null : fdbUrl({ ...request, cursor: null })
  const query = useMemo(() => (url === null ? null : queryOf(url)), [url])
  const past = request?.at !== undefined
  const before = useRef<{ url: string | null; list: FdbList | null }>({ url: null, list: null })
  const base = useMemo(() => {
    const list = pages === undefined ? null : listOf(pages)
    if (list === null || past) return list
    const known = before.current.url === url ? before.current.list : null
    return followFdb(carryOver(list, known), query, lastMessages(), performance.now())
  }, [pages, query, url, past])
  const [followed, setFollowed] = useState({ base, list: base })
  const list = followed.base === base ? followed.list : base
  useEffect(() => {
    before.current = { url, list }
  }, [url, list])
  useEffect(() => {
    if (base === null || past) return
    const change = (next: (list: FdbList) => FdbList): void =>
      setFollowed(known => {
        const from = known.base === base ? (known.list ?? base) : base
        const to = next(from)
        return known.base === base && to === from ? known : { base, list: to }
      })
    change(from => followFdb(from, query, lastMessages(), performance.now()))
    return listenToStream(messages => {
      const at = performance.now()
      change(from => followFdb(from, query, messages, at))
    })
  }, [base, query, past])
  const over = list === null ? null : nextSettling(list)
  const settlesAt = over === null ? null : Math.ceil(over / SETTLE_MS) * SETTLE_MS
  useEffect(() => {
    if (settlesAt === null) return
    const settle = () =>
      setFollowed(({ base: own, list: known }) => ({
        base: own,
        list: known === null ? null : settleFdb(known, performance.now()),
      }))
    const timer = setTimeout(settle, Math.max(50, settlesAt - performance.now() + 10))
    return () => clearTimeout(timer)
  }, [settlesAt])
  const dirty = list?.dirty === true
  const every = Math.max(AGAIN_MS, ((pages?.length ?? 1) / REQUESTS_PER_S) * 1000)
  useEffect(() => {
    if (!dirty) return
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') again()
    }, every)
    return () => clearInterval(timer)
  }, [dirty, every, again])
  return list
}

/** One answer, kept up by the stream, without the rows that are gone. */
export const useFollowedFdb = (
  answer: FdbAnswer | undefined,
  request: FdbRequest | null,
  again: () => void,
): { answer: FdbAnswer } | null => {
  const pages = useMemo(() => (answer === undefined ? undefined : [answer]), [answer])
  const list = useFollowedPages(pages, request, again)
  return useMemo(() => {
    if (answer === undefined || list === null) return null
    const rows = list.leaving.size === 0 ? [...list.rows] : list.rows.filter(row => !list.leaving.has(row.id))
    return { answer: { ...answer, revision: list.revision, total: list.total, rows } }
  }, [answer, list])
}
