import { answerVendors } from '@/lib/server/vendors/vendors'

export const dynamic = 'force-dynamic'

export const GET = (request: Request): Promise<Response> => answerVendors(request)
