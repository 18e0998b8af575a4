import { withRuntime } from '@/lib/server/http'

export const dynamic = 'force-dynamic'

/** 200 while the server serves and its collector runs, whatever the nodes and the history do; 503 before. */
export const GET = (): Promise<Response> =>
  withRuntime(({ bus, history }) =>
    Response.json(
      {
        status: 'ok',
        revision: bus.current().revision,
        history: history.ok ? { status: 'recording', error: null } : { status: 'off', error: history.error },
      },
      { headers: { 'cache-control': 'no-store' } },
    ),
  )
