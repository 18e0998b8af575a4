import { withSnapshot } from '@/lib/server/http'

export const dynamic = 'force-dynamic'

/** 200 while the server serves and its collector runs, whatever the nodes do; 503 before. */
export const GET = (): Promise<Response> =>
  withSnapshot(({ revision }) =>
    Response.json({ status: 'ok', revision }, { headers: { 'cache-control': 'no-store' } }),
  )
