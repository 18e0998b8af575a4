import { openApi } from '@/lib/server/openapi'

export const dynamic = 'force-static'

export const GET = (): Response => Response.json(openApi())
