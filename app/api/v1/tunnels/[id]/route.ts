import { withRuntime } from '@/lib/server/http'
import { answerTunnel } from '@/lib/server/overlay'

export const dynamic = 'force-dynamic'

export const GET = (request: Request, { params }: { params: Promise<{ id: string }> }): Promise<Response> =>
  withRuntime(async serving => answerTunnel(request, serving, decodeURIComponent((await params).id)))
