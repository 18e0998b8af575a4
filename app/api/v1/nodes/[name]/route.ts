import { NodeAnswer } from '@/lib/model/api'
import { findNode } from '@/lib/server/find-node'
import { answer, head, withSnapshot } from '@/lib/server/http'

export const dynamic = 'force-dynamic'

interface Context {
  params: Promise<{ name: string }>
}

export const GET = (_request: Request, { params }: Context): Promise<Response> =>
  withSnapshot(async snapshot => {
    const found = findNode(snapshot, (await params).name)
    if (!found.ok) return found.error
    const { node, reading } = found.value
    return answer(NodeAnswer, { ...head(snapshot), node, links: reading?.links ?? [] })
  })
