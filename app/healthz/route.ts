import { currentAsker } from '@/lib/server/access/context'
import { iso, withAnybody } from '@/lib/server/http'
import type { Serving } from '@/lib/server/serving'

export const dynamic = 'force-dynamic'

const details = ({ bus, access, history, webhooks }: Serving) => ({
  revision: bus.current().revision,
  inventory: { status: access.inventoryError() === null ? 'ok' : 'unusable', error: access.inventoryError() },
  history: history.ok ? { status: 'recording', error: null } : { status: 'off', error: history.error },
  webhooks: webhooks.status().map(({ to, error, sentAt }) => ({
    to,
    status: error === null ? 'ok' : 'failing',
    error: error?.message ?? null,
    since: error === null ? null : iso(error.since),
    sentAt: sentAt === null ? null : iso(sentAt),
  })),
})

/**
 * 200 while the server serves and its collector runs, whatever the nodes, the history and webhooks do; 503 before. Details are
 * for those who may read. Parameters are no error: who watches adds some of their own, against caches.
 */
export const GET = (): Promise<Response> =>
  withAnybody(serving =>
    Response.json(
      { status: 'ok', ...(currentAsker()?.who ? details(serving) : {}) },
      { headers: { 'cache-control': 'no-store' } },
    ),
  )
