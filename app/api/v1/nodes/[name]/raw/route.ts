import { RawAnswer } from '@/lib/model/api'
import { findNode } from '@/lib/server/find-node'
import { answer, head, iso, withSnapshot } from '@/lib/server/http'

export const dynamic = 'force-dynamic'

interface Context {
  params: Promise<{ name: string }>
}

export const GET = (_request: Request, { params }: Context): Promise<Response> =>
  withSnapshot(async snapshot => {
    const found = findNode(snapshot, (await params).name)
    if (!found.ok) return found.error
    const { node, reading } = found.value
    const outputs = reading?.outputs.map(output => ({ ...output, readAt: iso(reading.readAt) })) ?? []
    return answer(RawAnswer, { ...head(snapshot), node: node.name, outputs })
  })
