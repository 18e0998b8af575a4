import { iso, withRuntime } from '@/lib/server/http'

export const dynamic = 'force-dynamic'

/** 200 while the server serves and its collector runs, whatever the nodes, the history and webhooks do; 503 before. */
export const GET = (): Promise<Response> =>
  withRuntime(({ bus, history, webhooks }) =>
    Response.json(
      {
        status: 'ok',
        revision: bus.current().revision,
        history: history.ok ? { status: 'recording', error: null } : { status: 'off', error: history.error },
        webhooks: webhooks.status().map(({ to, error, sentAt }) => ({
          to,
          status: error === null ? 'ok' : 'failing',
          error: error?.message ?? null,
          since: error === null ? null : iso(error.since),
          sentAt: sentAt === null ? null : iso(sentAt),
        })),
      },
      { headers: { 'cache-control': 'no-store' } },
    ),
  )
