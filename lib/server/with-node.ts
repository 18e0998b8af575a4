import type { Snapshot } from '@/lib/bus'
import { NoQuery } from '@/lib/model/api'
import type { Node } from '@/lib/model/overlay'
import type { Reading } from '@/lib/model/reading'
import { refuse, withSnapshot } from './http'
import { parseQuery } from './query'

/** What Next gives a handler below `nodes/[name]`. */
export interface NodeContext {
  params: Promise<{ name: string }>
}

/** Runs a handler over one node of the inventory and its last reading, `null` if it was never read. */
export const withNode = (
  request: Request,
  { params }: NodeContext,
  handle: (snapshot: Snapshot, node: Node, reading: Reading | null) => Response,
): Promise<Response> =>
  withSnapshot(async snapshot => {
    const query = parseQuery(request, NoQuery)
    if (!query.ok) return query.error
    const { name } = await params
    const node = snapshot.overlay.nodes.find(candidate => candidate.name === name)
    if (node) return handle(snapshot, node, snapshot.readings.get(name) ?? null)
    return refuse('notFound', 'The inventory has no node of this name.', 'GET /api/v1/nodes lists the nodes there are.')
  })
